import { machinePatienceMinutes } from '../../contract/machine-patience.ts'
import { failure } from '../failures.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { conclude } from './conclude.ts'
import { publish } from './publish.ts'

/** A quota that is used up is free again when builds end, one after the other; what lasts longer somebody has to hear of. */
export const machinePatience = machinePatienceMinutes * 60_000
/** Until it is asked for again: as long as it has waited by then, within these bounds. */
const leastPause = 10_000
const mostPause = 60_000

/**
 * There is no room for its build machine. It keeps its environment and its place, and says why it does not begin; the sweep asks for the
 * machine again. After an hour it fails for that reason.
 * @param jobTokenHash of the start that was refused; a later one knows better
 */
export async function waitForMachine(
  ports: Ports,
  id: string,
  jobTokenHash: string | null,
  problem: string,
): Promise<void> {
  for (;;) {
    const record = await ports.deployments.get(id)
    if (record?.state !== 'running' || record.ending || record.sessionHash) return
    if (record.jobTokenHash !== jobTokenHash) return
    const now = ports.clock.now()
    const since = record.noMachine?.since ?? new Date(now).toISOString()
    const waited = now - Date.parse(since)
    const noMachine = { since, problem }
    if (waited >= machinePatience) return giveUp(ports, { ...record, noMachine })
    const askAgainAt = now + Math.min(mostPause, Math.max(leastPause, waited))
    const waiting = await ports.deployments.update(record, { noMachine, askAgainAt })
    if (!waiting) continue
    publish(ports, waiting)
    return
  }
}

/** One that nobody asks for, since another of its kind was refused just now, does not wait for ever either. */
export async function giveUpWaiting(ports: Ports, record: DeploymentRecord): Promise<void> {
  const since = Date.parse(record.noMachine?.since ?? '')
  if (ports.clock.now() - since >= machinePatience) await giveUp(ports, record)
}

const giveUp = (ports: Ports, { id, noMachine }: DeploymentRecord): Promise<void> =>
  conclude(ports, id, {
    state: 'failed',
    failure: failure(
      'machine_unavailable',
      null,
      `No build machine could be had for ${machinePatienceMinutes} minutes. ${noMachine?.problem}`,
    ),
  })

/** A machine is on its way. */
export async function machineFound(ports: Ports, id: string): Promise<void> {
  for (;;) {
    const record = await ports.deployments.get(id)
    if (record?.state !== 'running' || !record.noMachine) return
    const found = await ports.deployments.update(record, { noMachine: null, askAgainAt: null })
    if (!found) continue
    publish(ports, found)
    return
  }
}
