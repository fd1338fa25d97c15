import type { DeploymentState } from '../contract/deployment.ts'
import { isFinal } from '../contract/vocabulary.ts'

/** Done, or accepted and on its way: a busy environment makes a deployment wait, that is no error. */
export const done = 0
/** The operation ran and failed, or Trellis itself did. */
export const failed = 1
/** Wrong usage or bad input. */
export const usage = 2
/** Not reachable or not allowed: Trellis, or what it needs (the repository, the cloud, valid credentials). */
export const denied = 3
/** Protected, already there, busy, nothing to go back to. */
export const conflict = 4
/** Stopped by Ctrl-C, as shells count it. */
export const interrupted = 130

/** The one table that leads from a failure to an exit code; kinds as in the core's list of errors. */
const codeOfKind: Record<string, number> = {
  invalid: usage,
  too_large: usage,
  not_found: usage,
  unauthenticated: denied,
  forbidden: denied,
  rate_limited: denied,
  beyond: denied,
  unavailable: denied,
  conflict,
  internal: failed,
}

const kindOfStatus: Record<number, string> = {
  0: 'unavailable',
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  422: 'invalid',
  424: 'beyond',
  429: 'rate_limited',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}

export function exitCodeOf(problem: { code?: unknown; status?: unknown; kind?: unknown }): number {
  // Not Trellis, or another version of it: whatever it answered, the server was not reached.
  if (problem.code === 'unexpected_answer') return denied
  const kind = typeof problem.status === 'number' ? kindOfStatus[problem.status] : problem.kind
  return (typeof kind === 'string' ? codeOfKind[kind] : undefined) ?? failed
}

export const exitCodeOfState = (state: DeploymentState): number =>
  !isFinal(state) || state === 'succeeded' ? done : failed
