import { ZodError } from 'zod'
import type { ErrorBody } from '../contract/error.ts'
import { type ErrorKind, TrellisError } from '../core/errors.ts'
import { describeInput, fieldsOf } from './describe-input.ts'

/** The only mapping from what went wrong to an HTTP status. */
const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  not_yet: 408,
  conflict: 409,
  too_large: 413,
  /** Something beyond Trellis that it was pointed at: a repository, a cloud, GitHub. */
  beyond: 424,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<ErrorKind, number>

export interface ErrorAnswer {
  status: (typeof statusOf)[ErrorKind]
  body: ErrorBody
  /** Not foreseen: it belongs in the server's log. */
  unexpected: boolean
}

export function errorAnswer(error: unknown): ErrorAnswer {
  const known = asTrellisError(error)
  const { code, message, hint } = known ?? unforeseen
  const fields = error instanceof ZodError ? fieldsOf(error) : []
  const body: ErrorBody = { error: { code, message, ...(hint && { hint }), ...(fields.length > 0 && { fields }) } }
  return { status: statusOf[(known ?? unforeseen).kind], body, unexpected: known === null }
}

/** What it says stays in the log: the message of an unforeseen error may tell of things a caller must not know. */
const unforeseen = new TrellisError('internal', 'Something went wrong inside Trellis.', "Look at the server's log.")

function asTrellisError(error: unknown): TrellisError | null {
  if (error instanceof TrellisError) return error
  if (error instanceof ZodError) return new TrellisError('invalid_input', describeInput(error))
  return null
}
