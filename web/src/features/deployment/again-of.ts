import type { Deployment } from '../../../../src/contract/deployment.ts'

export type Again =
  | { commit: string }
  | { dialog: 'promote' | 'rollback' | 'teardown'; environment: string; words: string }

type Ended = Pick<Deployment, 'kind' | 'state' | 'commit' | 'environment' | 'source'>

/** How what failed or was cancelled is tried once more; null: not at all. What is protected changes by promotion and rollback only. */
export function againOf({ kind, state, commit, environment, source }: Ended, isProtected: boolean): Again | null {
  if (state !== 'failed' && state !== 'cancelled') return null
  if (kind === 'teardown') return { dialog: 'teardown', environment, words: 'Tear down again' }
  if (!isProtected) return commit ? { commit } : null
  if (kind === 'rollback') return { dialog: 'rollback', environment, words: 'Roll back again' }
  return source && kind === 'promotion'
    ? { dialog: 'promote', environment: source.environment, words: 'Promote again' }
    : null
}
