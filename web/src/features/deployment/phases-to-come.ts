import type { Deployment, PhaseName } from '../../../../src/contract/deployment.ts'
import { isFinal } from '../../../../src/contract/vocabulary.ts'

const walked: readonly PhaseName[] = ['checkout', 'install', 'test', 'before-deploy', 'build', 'deploy', 'after-deploy']

type Walk = Pick<Deployment, 'kind' | 'state' | 'phases' | 'cancelRequestedBy'>

/** What is still before a deployment, in its order. Which of them it skips is known when it is there. */
export function phasesToCome({ kind, state, phases, cancelRequestedBy }: Walk): readonly PhaseName[] {
  if (isFinal(state) || cancelRequestedBy || phases.some(one => one.state === 'failed')) return []
  // Whether its code is needed for that depends on what stands there.
  const order = kind === 'teardown' ? (['remove'] as const) : walked
  const known = new Set(phases.map(one => one.name))
  return order.slice(order.findLastIndex(name => known.has(name)) + 1)
}
