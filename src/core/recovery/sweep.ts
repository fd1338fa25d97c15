import { advance, askForMachine, type NoRoom, restartMachine } from '../deployment/advance.ts'
import { conclude } from '../deployment/conclude.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { endedWith, lost, neverReported, timedOut } from './endings.ts'
import { Hearing } from './hearing.ts'

/** So many machines in turn may come to nothing, without a word why. */
const mostMachines = 3

/**
 * Ends what ran out of time, what does not obey and what lost its runner; starts what waits. Called every second or so.
 * Trouble with one deployment keeps no other waiting. @param hearing the server's, kept from one sweep to the next
 * @throws the first trouble, once all were seen to
 */
export async function sweep(ports: Ports, hearing = new Hearing()): Promise<void> {
  const troubles: unknown[] = []
  const wasDeaf = hearing.beginSweep(ports.clock.now(), ports.limits.lease)
  const open = await ports.deployments.open()
  const running = open.filter(one => one.state === 'running' && !one.ending)
  const noRoom: NoRoom = new Map()
  hearing.forgetAllBut(new Set(running.map(one => one.id)))
  for (const record of running) {
    try {
      const isDue = wasDeaf || hearing.owes(record.id)
      const current = isDue ? await renewLease(ports, record) : record
      if (current && waitsForMachine(current)) await askForMachine(ports, current, noRoom)
      else if (current) await inspect(ports, current, noRoom)
      hearing.settle(record.id)
    } catch (error) {
      hearing.owe(record.id)
      troubles.push(error)
    }
  }
  // What is asked for meanwhile is started by whoever asked, or by the next sweep.
  if (open.length > 0) await advance(ports, noRoom)
  if (troubles.length > 0) throw troubles[0]
}

/** The runner gets a whole lease to report. @returns null when it just has. */
const renewLease = (ports: Ports, record: DeploymentRecord): Promise<DeploymentRecord | null> =>
  ports.deployments.update(record, { leaseUntil: ports.clock.now() + ports.limits.lease })

const waitsForMachine = ({ noMachine, sessionHash, cancelRequestedAt }: DeploymentRecord): boolean =>
  Boolean(noMachine) && sessionHash === null && cancelRequestedAt === null

async function inspect(ports: Ports, record: DeploymentRecord, noRoom: NoRoom): Promise<void> {
  const now = ports.clock.now()
  const { deadlineAt, cancelRequestedAt, leaseUntil } = record
  if (cancelRequestedAt !== null && now > cancelRequestedAt + ports.limits.obey) {
    return conclude(ports, record.id, { state: 'cancelled', failure: null })
  }
  if (deadlineAt !== null && now > deadlineAt + ports.limits.obey) {
    return conclude(ports, record.id, timedOut(record))
  }
  const silent = leaseUntil !== null && now > leaseUntil
  const status = await ports.jobs.status(record.id)
  const gone = status === 'gone'
  if (status === 'starting') {
    // It has its whole lease once it is there: an image may take minutes.
    if (leaseUntil !== null && now > leaseUntil - ports.limits.lease / 2) await renewLease(ports, record)
    return
  }
  if (!silent && !gone) return
  // Whoever reported since the record was read is not lost.
  const current = await ports.deployments.get(record.id)
  if (current?.version !== record.version || current.state !== 'running') return
  if (gone && !record.sessionHash) {
    if (isUnborn(ports, current)) await replaceUnborn(ports, current, noRoom)
    return
  }
  await conclude(ports, record.id, lost(record))
}

/**
 * A machine that is not there and never reported was not started, or died young. Nobody waits a whole lease for it, but to start one
 * takes a moment. Should it appear after all, its token is void, since the next one has another.
 */
const isUnborn = (ports: Ports, { leaseUntil }: DeploymentRecord): boolean =>
  leaseUntil !== null && ports.clock.now() > leaseUntil - ports.limits.lease * 0.75

/** One that the place knows to have ended is not started again and again: the next one would end likewise. */
async function replaceUnborn(ports: Ports, record: DeploymentRecord, noRoom: NoRoom): Promise<void> {
  const why = await ports.jobs.whyGone(record.id)
  if (why) return conclude(ports, record.id, endedWith(record, why), record.jobTokenHash)
  const machines = (record.restarts ?? 0) + 1
  if (machines >= mostMachines) return conclude(ports, record.id, neverReported(machines), record.jobTokenHash)
  await restartMachine(ports, record, noRoom)
}

/**
 * After a start of the server: runners that outlived it get one lease to report, since nobody listened to them meanwhile; and stacks
 * that nobody looked at meanwhile get all of their time to become quiet.
 */
export async function recover(ports: Ports): Promise<void> {
  for (const record of await ports.deployments.open()) {
    if (record.state !== 'running') continue
    // Whoever settled it is gone, and would hold its message for as long as one attempt may take.
    if (record.ending) {
      await waitAnew(ports, record.id)
      await ports.outbox.put({ kind: 'settle-deployment', deployment: record.id }, ports.clock.now())
      continue
    }
    await renewLease(ports, record)
  }
  await sweep(ports)
}

async function waitAnew(ports: Ports, id: string): Promise<void> {
  for (;;) {
    const record = await ports.deployments.get(id)
    if (record?.state !== 'running' || !record.ending) return
    const giveUpAt = ports.clock.now() + ports.limits.settleGiveUp
    // Its runner may report just now.
    if (await ports.deployments.update(record, { ending: { ...record.ending, giveUpAt } })) return
  }
}
