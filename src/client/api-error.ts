import type { ErrorBody } from '../contract/error.ts'

interface Problem {
  code: string
  message: string
  hint?: string | undefined
  fields?: ErrorBody['error']['fields'] | undefined
  status: number
}

/** Why a call failed: what the server answered, or that none could be reached (`status` 0). */
export class ApiError extends Error {
  readonly code: string
  readonly hint: string | undefined
  /** Which parts of the input were wrong, as far as it was that. */
  readonly fields: NonNullable<Problem['fields']>
  readonly status: number

  constructor(problem: Problem, cause?: unknown) {
    super(problem.message, { cause })
    this.name = 'ApiError'
    this.code = problem.code
    this.hint = problem.hint
    this.fields = problem.fields ?? []
    this.status = problem.status
  }
}

/** What this program would not send. */
export const invalidInput = (message: string): ApiError => new ApiError({ code: 'invalid_input', message, status: 400 })

export const unreachable = (server: string, cause: unknown): ApiError =>
  new ApiError(
    {
      code: 'server_unreachable',
      message: `No Trellis server answers at ${server || 'this address'}.`,
      hint: 'Start one with `trellis up`, or name another one with TRELLIS_URL.',
      status: 0,
    },
    cause,
  )

/** Something answers, but not as this contract says: another program at that address, or another version of Trellis. */
export const notTrellis = (server: string, status: number, detail: string, cause?: unknown): ApiError =>
  new ApiError(
    {
      code: 'unexpected_answer',
      message: `What answers at ${server || 'this address'} does not speak like this version of Trellis: ${detail}.`,
      hint: 'Check the address in TRELLIS_URL, and that the server runs the same version as this program.',
      status,
    },
    cause,
  )
