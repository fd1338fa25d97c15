import type { Failure } from '../../contract/deployment.ts'
import type { EventsAnswer, Naming, RunnerEvent } from '../../contract/job.ts'
import type { LogLine } from '../../contract/log.ts'
import { conclude } from '../deployment/conclude.ts'
import { finish } from '../deployment/finish.ts'
import { publish } from '../deployment/publish.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { currentPhase, lost, timedOut } from '../recovery/endings.ts'
import { authenticateRunner } from './claim-job.ts'
import { foldEvents } from './fold-events.ts'

type Finished = Extract<RunnerEvent, { type: 'finished' }>

/**
 * Takes a batch of a runner's events. Those seen before change nothing; after a gap nothing is taken. Renews the lease.
 * @throws TrellisError not_signed_in, job_over, disk_full
 */
export async function recordEvents(
  ports: Ports,
  id: string,
  session: string,
  events: readonly RunnerEvent[],
): Promise<EventsAnswer> {
  for (;;) {
    const record = await authenticateRunner(ports, id, session)
    const fresh = freshOf(record, events)
    const lines = fresh.filter(event => event.type === 'log').map(toLine)
    // The log first: dying in between, the same lines come again and are known, while the record still expects them.
    if (lines.length > 0) await ports.logs.append(id, lines)
    // `finished` is not counted as seen before the deployment has ended, so that it comes again should this process die now.
    const counted = fresh.filter(event => event.type !== 'finished')
    const naming = fresh.findLast(event => event.type === 'naming')?.naming
    const saved = await save(ports, record, counted, naming)
    if (!saved) continue
    if (lines.length > 0) ports.live.lines(id, lines)
    if (counted.some(event => event.type !== 'log')) publish(ports, saved)
    const finished = fresh.find(event => event.type === 'finished')
    if (finished && !(await end(ports, saved, finished))) continue
    const stop = saved.ending || saved.cancelRequestedAt !== null || isLate(ports, saved)
    return { acknowledged: finished?.seq ?? saved.lastEvent, directive: stop ? 'stop' : 'continue' }
  }
}

const isLate = (ports: Ports, { deadlineAt }: DeploymentRecord) => ports.clock.now() > (deadlineAt ?? Infinity)

function freshOf(record: DeploymentRecord, events: readonly RunnerEvent[]): RunnerEvent[] {
  let expected = record.lastEvent + 1
  return events.filter(event => event.seq === expected && expected++)
}

const toLine = ({ line, at, phase, stream, text }: Extract<RunnerEvent, { type: 'log' }>): LogLine => ({
  seq: line,
  at,
  phase,
  stream,
  text,
})

function save(ports: Ports, record: DeploymentRecord, events: readonly RunnerEvent[], naming: Naming | undefined) {
  const leaseUntil = ports.clock.now() + ports.limits.lease
  return ports.deployments.update(record, { ...foldEvents(record, events), leaseUntil }, naming ? { naming } : {})
}

/** A runner is not told under which name Trellis knows the account that it deploys to. */
async function withAccount(ports: Ports, { app, environment }: DeploymentRecord, failure: Failure): Promise<Failure> {
  if (failure.code !== 'account_not_bootstrapped') return failure
  const account = (await ports.apps.environments(app)).find(one => one.name === environment)?.account
  if (!account) return failure
  // A role that may only use what the CDK prepared cannot prepare it.
  const hint = `\`trellis account bootstrap ${account}\` prepares it, once, where its credentials may do so; \`npx cdk bootstrap\` does, where you are signed in to that account.`
  return { ...failure, hint }
}

/** @returns false when the record was changed meanwhile. */
async function end(ports: Ports, record: DeploymentRecord, { outcome }: Finished): Promise<boolean> {
  // What was decided before stands, and settles by itself.
  if (record.ending) return true
  if (outcome.state === 'succeeded') return finish(ports, record, 'succeeded', null)
  if (outcome.state === 'failed') {
    // A runner that is stopped, by its own clock for one, does not say where.
    const failure = {
      ...(await withAccount(ports, record, outcome.failure)),
      phase: outcome.failure.phase ?? currentPhase(record),
    }
    // Told to end, it does not know by whom, nor why.
    const lost = failure.code === 'runner_lost'
    if (!record.cloudChanging && !lost) return finish(ports, record, 'failed', failure)
    await conclude(ports, record.id, { state: 'failed', failure, ...(lost && { provisional: true }) })
  } else if (record.cancelRequestedBy) await conclude(ports, record.id, { state: 'cancelled', failure: null })
  else await conclude(ports, record.id, isLate(ports, record) ? timedOut(record) : lost(record))
  return true
}
