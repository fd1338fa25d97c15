import type { Deployment } from '../../../../src/contract/deployment.ts'
import type { StatusName } from '../../ui/status.tsx'

/** A teardown that succeeded deployed nothing: it has the marks of what it did. */
export function markOf({ kind, state }: Pick<Deployment, 'kind' | 'state'>): StatusName {
  if (kind !== 'teardown') return state
  if (state === 'succeeded') return 'removed'
  return state === 'running' ? 'removing' : state
}
