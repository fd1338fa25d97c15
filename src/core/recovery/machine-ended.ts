import { conclude } from '../deployment/conclude.ts'
import type { Ports } from '../ports/ports.ts'
import { lost } from './endings.ts'

/**
 * Told by the place that a build machine is no more, and why. Whoever says so may be late, say it twice, or speak of an earlier
 * machine of the deployment: only what is so counts.
 * @param reason as the place words it; it stands in the deployment's failure
 */
export async function machineEnded(ports: Ports, deployment: string, reason: string): Promise<void> {
  const record = await ports.deployments.get(deployment)
  if (record?.state !== 'running' || record.ending) return
  // What waits for a machine has none that could end: it is an earlier one, of which there was word before.
  if (record.noMachine && !record.sessionHash) return
  if ((await ports.jobs.status(deployment)) === 'running') return
  const { state, failure } = lost(record)
  await conclude(ports, deployment, { state, failure: { ...failure, message: `The build machine ended: ${reason}` } })
}
