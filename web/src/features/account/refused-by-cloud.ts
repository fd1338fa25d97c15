import { ApiError } from '../../../../src/client/api-error.ts'

const codes = ['credentials_missing', 'credentials_invalid', 'credentials_expired', 'cloud_unreachable', 'cloud_failed']

/** Whether it was AWS that refused, or could not be asked: then an account may be taken all the same. What is wrong in the form may not. */
export const refusedByCloud = (error: unknown): boolean => error instanceof ApiError && codes.includes(error.code)
