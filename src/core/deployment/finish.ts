import type { Failure } from '../../contract/deployment.ts'
import { reportLater } from '../github/report-deployments.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { advance } from './advance.ts'
import { endPhases } from './end-phases.ts'
import { publish } from './publish.ts'
import { standingAfter } from './standing-after.ts'

/**
 * Ends a running deployment, frees its environment, and starts what waits.
 * @returns false when the record was changed meanwhile: read it again.
 */
export async function finish(
  ports: Ports,
  last: DeploymentRecord,
  state: 'succeeded' | 'failed' | 'cancelled',
  failure: Failure | null,
): Promise<boolean> {
  const now = ports.clock.now()
  const record =
    state !== 'succeeded' && last.phases.some(phase => phase.state === 'running')
      ? await ports.deployments.update(last, { phases: endPhases(last, { now, lease: ports.limits.lease }) })
      : last
  if (!record) return false
  const finishedAt = new Date(now).toISOString()
  const before = await ports.deployments.environment(record.app, record.environment)
  const finished = await ports.deployments.finish(
    record,
    { state, failure, finishedAt },
    standingAfter(record, state, before),
    [...(state === 'succeeded' ? [{ kind: 'prune-artifacts' } as const] : []), ...(await reportLater(ports, record))],
  )
  if (!finished) return false
  publish(ports, finished)
  await advance(ports)
  return true
}
