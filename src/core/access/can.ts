import type { Actor } from '../../contract/actor.ts'
import { TrellisError } from '../errors.ts'

/** What can be asked of Trellis. `push` is a deployment that nobody clicked. */
export type Action =
  | 'read'
  | 'administer'
  | 'set-variables'
  | 'deploy'
  | 'push'
  | 'promote'
  | 'rollback'
  | 'teardown'
  | 'cancel'

export interface Subject {
  app?: string
  environment?: string
  protected?: boolean
}

export type Verdict =
  | { allowed: true }
  | { allowed: false; code: 'not_allowed' | 'environment_protected'; reason: string }

const refuse = (code: 'not_allowed' | 'environment_protected', reason: string): Verdict => ({
  allowed: false,
  code,
  reason,
})

/**
 * The only place that says who may do what. A protected environment is changed by promotion, rollback or teardown only,
 * asked for by a person or a token: rule 4 of the design, whichever door the wish came through.
 */
export function can(actor: Actor, action: Action, on: Subject): Verdict {
  if (on.protected && (action === 'deploy' || action === 'push')) {
    return refuse('environment_protected', `${on.environment} is protected: it changes only by promotion or rollback`)
  }
  if (actor.kind === 'system' && action !== 'push' && action !== 'read') {
    return refuse('not_allowed', `Trellis itself never asks to ${action}`)
  }
  if (actor.kind !== 'system' && action === 'push') return refuse('not_allowed', 'only Trellis itself reports pushes')
  return { allowed: true }
}

/** @throws TrellisError with the verdict's code */
export function demand(actor: Actor, action: Action, on: Subject): void {
  const verdict = can(actor, action, on)
  if (verdict.allowed) return
  if (verdict.code === 'environment_protected') {
    const hint = 'Deploy to the environment before it and promote from there.'
    throw new TrellisError(verdict.code, `${verdict.reason}.`, hint)
  }
  throw new TrellisError(verdict.code, `${actor.name} may not ${action}: ${verdict.reason}.`, 'Ask an admin for it.')
}
