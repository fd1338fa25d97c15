import { conclude } from '../deployment/conclude.ts'
import type { MachineEnd } from '../ports/job-runner.ts'
import type { Ports } from '../ports/ports.ts'
import { endedWith } from './endings.ts'

/**
 * Told by the place that a build machine is no more, and why. Whoever says so may be late, say it twice, or speak of an earlier
 * machine of the deployment: only what is so counts. Nor does anything hang on its being said: a sweep asks by itself.
 */
export async function machineEnded(ports: Ports, deployment: string, why: MachineEnd): Promise<void> {
  const record = await ports.deployments.get(deployment)
  if (record?.state !== 'running' || record.ending) return
  // What waits for a machine has none that could end: it is an earlier one, of which there was word before.
  if (record.noMachine && !record.sessionHash) return
  if ((await ports.jobs.status(deployment)) !== 'gone') return
  await conclude(ports, deployment, endedWith(record, why))
}
