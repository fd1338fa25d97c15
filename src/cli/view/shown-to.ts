import type { SessionInfo } from '../../contract/session.ts'

/** What somebody is shown of what there is, in words; null: all of it. An empty list is the truth only then. */
export function shownTo({ actor, access: { role, apps, scope } }: SessionInfo): string | null {
  const roles = role === null ? Object.keys(apps) : null
  const seen = scope?.app ? [scope.app] : roles
  const where = seen === null ? 'every app' : seen.join(', ') || 'no app'
  if (scope) {
    if (!scope.actions.includes('read')) return `The token ${actor.name} was not made to read`
    if (seen === null && scope.environments === null) return null
    const environments = scope.environments ? `${scope.environments.join(', ')} of ` : ''
    return `The token ${actor.name} is shown only ${environments}${where}`
  }
  return seen === null ? null : `You are shown only ${where}`
}
