import type { Action, Allow, Refusals, Role, TokenAction } from '../../contract/access.ts'
import type { Environment } from '../../contract/app.ts'
import { TrellisError } from '../errors.ts'
import type { Access, Asker } from './asker.ts'

export interface Subject {
  app?: string | undefined
  environment?: string | undefined
  protected?: boolean
  /** Who may change what runs there; absent: not known yet, so that only roles count. */
  allow?: Allow
  /** Which environment it will be is not known yet: only what holds for all of them counts. */
  somewhere?: boolean
}

/** An environment, with all that counts of it. */
export const placeOf = ({ app, name, protected: isProtected, allow }: Environment): Subject => ({
  app,
  environment: name,
  protected: isProtected,
  allow,
})

/** Why the asker may not do these; what they may is left out. */
export function refusals(asker: Asker, actions: readonly Action[], on: Subject): Refusals {
  const verdicts = actions.map(action => [action, can(asker, action, on)] as const)
  const refused = verdicts.flatMap(([action, verdict]) => (verdict.allowed ? [] : [[action, verdict.reason] as const]))
  return Object.fromEntries(refused)
}

export type Verdict =
  | { allowed: true }
  | { allowed: false; code: 'not_allowed' | 'environment_protected'; reason: string }

const yes: Verdict = { allowed: true }
const refuse = (code: 'not_allowed' | 'environment_protected', reason: string): Verdict => ({
  allowed: false,
  code,
  reason,
})

const operations = ['deploy', 'promote', 'rollback', 'teardown'] as const

/**
 * The only place that says who may do what: for the API, the command line, the dashboard and the live stream. A protected
 * environment is changed by promotion, rollback or teardown only, asked for by a person or a token: rule 4 of the design,
 * whichever door the wish came through.
 */
export function can(asker: Asker, action: Action, on: Subject): Verdict {
  if (asker.kind === 'system') {
    if (action !== 'push' && action !== 'read') return refuse('not_allowed', `Trellis itself never asks to ${action}`)
  } else {
    if (action === 'push') return refuse('not_allowed', 'only Trellis itself reports pushes')
    const missing = beyondScope(asker.access, action, on) ?? beyondRole(asker.access, action, on)
    if (missing) return refuse('not_allowed', missing)
  }
  if (on.protected && (action === 'deploy' || action === 'push')) {
    return refuse('environment_protected', `${on.environment} is protected: it changes only by promotion or rollback`)
  }
  return yes
}

/** @throws TrellisError with the verdict's code */
export function demand(asker: Asker, action: Action, on: Subject): void {
  const verdict = can(asker, action, on)
  if (verdict.allowed) return
  if (verdict.code === 'environment_protected') {
    const hint = 'Deploy to the environment before it and promote from there.'
    throw new TrellisError(verdict.code, `${verdict.reason}.`, hint)
  }
  const hint =
    asker.access.scope === null ? 'Ask an admin for it.' : 'Use a token that was made for it: `trellis token create`.'
  throw new TrellisError(verdict.code, `${asker.name} may not ${words[action]}: ${verdict.reason}.`, hint)
}

const words: Record<Action, string> = {
  read: 'see this',
  administer: 'change these settings',
  'set-variables': 'set variables',
  deploy: 'deploy',
  push: 'push',
  promote: 'promote',
  rollback: 'roll back',
  teardown: 'tear down',
  cancel: 'cancel',
}

/** Why the token was not made for this; null: it was. */
function beyondScope({ scope }: Access, action: Action, { app, environment, somewhere }: Subject): string | null {
  if (!scope) return null
  if (scope.app !== null && scope.app !== app) return `this token is for ${scope.app} alone`
  const here = environment === undefined ? somewhere === true : (scope.environments?.includes(environment) ?? true)
  if (scope.environments !== null && !here) return `this token is for ${scope.environments.join(', ')} alone`
  const fitting: readonly string[] = action === 'cancel' ? operations : [action]
  if (scope.actions.some(one => fitting.includes(one))) return null
  return `this token may only ${list(scope.actions)}`
}

const list = (actions: readonly TokenAction[]): string =>
  actions.map(one => (one === 'read' ? 'read' : words[one])).join(', ')

/** Why the person's role does not reach; null: it does. */
function beyondRole(access: Access, action: Action, on: Subject): string | null {
  const role = roleOn(access, on.app)
  if (role === 'admin') return null
  const where = on.app ? `of ${on.app}` : 'here'
  if (role === null) return on.app ? `${on.app} is not shown to you` : 'you have no role here'
  if (action === 'read') return null
  const needs = (wanted: Role) =>
    `it takes the role of ${wanted === 'admin' ? 'an' : 'a'} ${wanted}, and you are a ${role} ${where}`
  if (action === 'administer') return needs('admin')
  if (action === 'cancel') {
    const begun = operations.some(one => mayOperate(access, role, one, on))
    return begun ? null : role === 'viewer' ? needs('deployer') : among(on, 'promote')
  }
  // Whoever decides what runs there decides with which variables, too.
  const operation = action === 'set-variables' ? (on.protected ? 'promote' : 'deploy') : action
  if (operation === 'push' || mayOperate(access, role, operation, on)) return null
  return on.allow?.[operation] || role !== 'viewer' ? among(on, operation) : needs('deployer')
}

/** By the list of the environment, where there is one, else by the role. */
function mayOperate({ login }: Access, role: Role, operation: keyof Allow, { allow }: Subject): boolean {
  const chosen = allow?.[operation]
  // As long as the lists are not known, one of them may name anybody who sees the app.
  if (allow === undefined) return true
  return chosen ? chosen.includes(login) : role !== 'viewer'
}

function among({ environment, allow }: Subject, operation: keyof Allow): string {
  const chosen = allow?.[operation] ?? []
  const who = chosen.length > 0 ? `${chosen.join(', ')} and admins` : 'admins'
  return `in ${environment ?? 'this environment'} that is for ${who} alone`
}

/** The higher of what holds for the whole server and for the app; asked of no app, any app's shows the way in. */
export function roleOn(access: Access, app: string | undefined): Role | null {
  const given = app === undefined ? Object.values(access.apps).map(() => 'viewer' as const) : [access.apps[app]]
  const roles = [access.role, ...given]
  return (['admin', 'deployer', 'viewer'] as const).find(one => roles.includes(one)) ?? null
}

/** A token must not make itself another one, nor a session: it would outlive what it was narrowed to. @throws TrellisError not_allowed */
export function demandPerson(asker: Asker, what: string): void {
  if (asker.kind === 'user') return
  throw new TrellisError('not_allowed', `A token may not ${what}.`, 'Sign in yourself: `trellis login`.')
}
