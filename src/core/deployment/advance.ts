import type { Environment } from '../../contract/app.ts'
import type { Machine } from '../../contract/machine.ts'
import { targetOf } from '../account/target-account.ts'
import { TrellisError } from '../errors.ts'
import { failure } from '../failures.ts'
import { reportLater } from '../github/report-deployments.ts'
import { hashToken } from '../job/hash-token.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { conclude } from './conclude.ts'
import { publish } from './publish.ts'
import { giveUpWaiting, machineFound, waitForMachine } from './wait-for-machine.ts'

/** Kinds of machines that there is no room for at the moment, and why: nobody asks for another one of them in the same pass. */
export type NoRoom = Map<string, string>

/** Starts every queued deployment whose environment is free, oldest first, as far as the limit of builds goes; or has it done. */
export async function advance(ports: Ports, noRoom: NoRoom = new Map()): Promise<void> {
  const open = await ports.deployments.open()
  if (ports.jobs.elsewhere) {
    // Should this process end before it says so, the next sweep finds what waits.
    const waits = open.some(one => one.state === 'queued')
    return waits ? ports.outbox.put({ kind: 'start-waiting' }, ports.clock.now()) : undefined
  }
  const busy = new Set(open.filter(one => one.state === 'running').map(placeOf))
  for (const queued of open.filter(one => one.state === 'queued')) {
    if (busy.has(placeOf(queued))) continue
    busy.add(placeOf(queued))
    await start(ports, queued.app, queued.environment, noRoom)
  }
}

const placeOf = (one: DeploymentRecord): string => `${one.app}/${one.environment}`

async function start(ports: Ports, app: string, environmentName: string, noRoom: NoRoom): Promise<void> {
  const environment = (await ports.apps.environments(app)).find(one => one.name === environmentName)
  // Removed meanwhile, and its deployments with it: nothing that others have to hear of.
  if (!environment) return
  const now = ports.clock.now()
  const secret = ports.ids.token()
  const claimed = await ports.deployments.claimNext({
    app,
    environment: environmentName,
    jobTokenHash: id => hashToken(jobToken(id, secret)),
    startedAt: new Date(now).toISOString(),
    leaseUntil: now + ports.limits.lease,
    deadlineAt: now + environment.timeoutMinutes * 60_000,
    limit: ports.limits.builds,
  })
  if (!claimed) return
  publish(ports, claimed)
  // Should this process end in between, the deployment's end is told all the same.
  for (const message of await reportLater(ports, claimed)) await ports.outbox.put(message, now)
  // Asked ahead, so that the answer is at hand when the runner reports for duty; a problem is told to the runner then.
  targetOf(ports, environment)
    .then(target => ports.targets.access(target))
    .catch(() => undefined)
  await startMachine(ports, claimed, jobToken(claimed.id, secret), noRoom)
}

/** The token names its deployment, so that no store needs an index of tokens. */
const jobToken = (deployment: string, secret: string): string => `${deployment}.${secret}`

async function startMachine(ports: Ports, deployment: DeploymentRecord, token: string, noRoom: NoRoom): Promise<void> {
  const machine = (await settingsOf(ports, deployment))?.machine ?? null
  const refused = noRoom.get(kindOf(machine))
  if (refused !== undefined) return waitForMachine(ports, deployment.id, deployment.jobTokenHash, refused)
  let started = false
  try {
    const { app, environment } = deployment
    await ports.jobs.start(deployment.id, token, machine, { app, environment })
    started = true
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    // Whoever fails to start a process likes to quote how it was to be started.
    const reason = said.replaceAll(token, '…')
    const code = error instanceof TrellisError ? error.code : null
    if (code === 'machine_unavailable') noRoom.set(kindOf(machine), reason)
    if (code === 'machine_unavailable' || code === 'machine_stopping') {
      await waitForMachine(ports, deployment.id, deployment.jobTokenHash, reason)
    } else {
      const why = failure('internal', null, `The build machine could not be started: ${reason}`)
      await conclude(ports, deployment.id, { state: 'failed', failure: why }, deployment.jobTokenHash)
    }
  }
  // Should this fail, the machine says the same when it claims its job.
  if (started && deployment.noMachine) await machineFound(ports, deployment.id).catch(() => undefined)
  // While it started it may have been cancelled, settled and stopped: then nobody else would stop what runs only now.
  const current = await ports.deployments.get(deployment.id)
  if (current?.state !== 'running' || current.ending) await ports.jobs.stop(deployment.id)
}

const kindOf = (machine: Machine | null): string => JSON.stringify(machine)

/** As the environment of a deployment is now. */
async function settingsOf(ports: Ports, { app, environment }: DeploymentRecord): Promise<Environment | undefined> {
  return (await ports.apps.environments(app)).find(one => one.name === environment)
}

/** The machine of a deployment that waits for it, unless one of its kind was refused just now. */
export async function askForMachine(ports: Ports, deployment: DeploymentRecord, noRoom: NoRoom): Promise<void> {
  if (ports.clock.now() < (deployment.askAgainAt ?? 0)) return
  const machine = (await settingsOf(ports, deployment))?.machine ?? null
  if (noRoom.has(kindOf(machine))) await giveUpWaiting(ports, deployment)
  else await restartMachine(ports, deployment, noRoom)
}

/** Starts the machine of a claimed deployment again, with a new token: the first one never reported for duty, or could not be had. */
export async function restartMachine(ports: Ports, deployment: DeploymentRecord, noRoom: NoRoom): Promise<void> {
  const token = jobToken(deployment.id, ports.ids.token())
  const leaseUntil = ports.clock.now() + ports.limits.lease
  const renewed = await ports.deployments.update(deployment, {
    jobTokenHash: hashToken(token),
    leaseUntil,
    ...(deployment.noMachine
      ? await waitedFor(ports, deployment, leaseUntil)
      : { restarts: (deployment.restarts ?? 0) + 1 }),
  })
  if (renewed) await startMachine(ports, renewed, token, noRoom)
}

/** The wait is no part of its time, and no other server asks for its machine meanwhile. */
async function waitedFor(ports: Ports, deployment: DeploymentRecord, askAgainAt: number) {
  const settings = await settingsOf(ports, deployment)
  return { askAgainAt, ...(settings && { deadlineAt: ports.clock.now() + settings.timeoutMinutes * 60_000 }) }
}
