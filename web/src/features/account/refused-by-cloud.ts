import { ApiError } from '../../../../src/client/api-error.ts'

/** Whether it was AWS that refused, or could not be asked: then an account may be taken all the same. What is wrong in the form may not. */
export const refusedByCloud = (error: unknown): boolean => error instanceof ApiError && error.status === 424
