import type { Failure } from '../../contract/deployment.ts'
import { reportLater } from '../github/report-deployments.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { advance } from './advance.ts'
import { publish } from './publish.ts'
import { standingAfter } from './standing-after.ts'

/**
 * Ends a running deployment, frees its environment, and starts what waits.
 * @returns false when the record was changed meanwhile: read it again.
 */
export async function finish(
  ports: Ports,
  record: DeploymentRecord,
  state: 'succeeded' | 'failed' | 'cancelled',
  failure: Failure | null,
): Promise<boolean> {
  const finishedAt = new Date(ports.clock.now()).toISOString()
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
