import type { ChildProcess } from 'node:child_process'
import { heartbeatMs } from '../contract/heartbeat.ts'
import type { RunnerOutcome } from '../contract/job.ts'
import type { RunnerStart } from '../contract/runner-start.ts'
import { removeTree } from '../platform/remove-tree.ts'
import { Stop } from './isolation/isolation.ts'
import type { Job, JobBasis } from './job/job.ts'
import { cannotIsolate, outcomeOf } from './job/outcome.ts'
import { prepareJob } from './job/prepare.ts'
import { watchSize } from './job/watch-size.ts'
import { Journal } from './log/journal.ts'
import { walk } from './phases/walk.ts'
import { pause } from './session/backoff.ts'
import type { Session } from './session/session.ts'
import { Shipper } from './session/shipper.ts'

/**
 * Does one job, once claimed, to its end. @param cdkProcess loads the CDK since the runner began
 * @returns the exit code of the process: 0 when the server knows how it went
 */
export async function supervise(order: RunnerStart, session: Session, cdkProcess: ChildProcess): Promise<number> {
  const stopping = new AbortController()
  const shipper = new Shipper({
    post: events => session.post(events),
    onStop: () => stopping.abort(new Stop('directive')),
    // Nobody waits for this job any more, and another one may run on the environment: no time for courtesy.
    onOver: () => stopping.abort(new Stop('over', 0)),
    redact: text => journal.redact(text),
    onCut: note => journal.say(note),
    heartbeatMs: session.job.pace?.heartbeat ?? heartbeatMs,
    paceMs: session.job.pace?.posts,
    giveUpAt: lastHeard => session.giveUpAt(lastHeard),
  })
  const journal = new Journal({
    send(event) {
      shipper.send(event)
      if (order.echo && event.type === 'log') process.stdout.write(`${event.text}\n`)
    },
    room: () => shipper.room(),
  })
  journal.hide([order.token, ...session.secrets])
  const clock = endInTime(Date.parse(session.job.deadline), stopping)
  const onSignal = (): void => stopping.abort(new Stop('signal'))
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  // It may be the last that a terminal does; the job goes on.
  process.on('SIGHUP', () => {})

  const { work, disk } = order
  const onFull = (used: number, most: number): void => stopping.abort(new Stop('disk', 0, { used, most }))
  const stopWatching = disk ? watchSize(work, disk, used => onFull(used, disk)) : () => {}
  const began = Date.now()
  const limitTime = (minutes: number): void => {
    endInTime(began + minutes * 60_000, stopping).unref()
  }
  const { signal } = stopping
  const { outcome, job } = await run({ order, session, shipper, journal, signal, limitTime, cdkProcess })
  clearTimeout(clock)
  stopWatching()
  if (shipper.over === undefined) shipper.send({ type: 'finished', outcome })
  // Told to end by the machine it has no time to wait for a server that may be gone as well.
  const isHurried = stopping.signal.reason instanceof Stop && stopping.signal.reason.cause === 'signal'
  const told = shipper.close()
  await Promise.race([told, pause(isHurried ? 3_000 : 1_000)])
  await job?.isolation.close()
  // Before all is told, if that takes long: what the build wrote may be why the server's disk has no room for it.
  await removeTree(work).catch(() => {})
  if (!isHurried) await told
  for (const later of isHurried ? [] : (job?.afterwards ?? [])) await later().catch(() => {})
  return shipper.over === undefined ? 0 : 1
}

/** @returns the job as well, where it came to one: it is closed once the server knows how it ended */
async function run(given: JobBasis): Promise<{ outcome: RunnerOutcome; job: Job | undefined }> {
  let job: Job | undefined
  try {
    const prepared = await prepareJob(given)
    if ('why' in prepared) return { outcome: { state: 'failed', failure: cannotIsolate(prepared) }, job }
    job = prepared
    await walk(job)
    return { outcome: { state: 'succeeded' }, job }
  } catch (error) {
    return { outcome: outcomeOf(error, given), job }
  } finally {
    await job?.cdk.worker.kill()
    // Where it did not come to a job, too.
    given.cdkProcess.kill('SIGKILL')
  }
}

/** The server ends a job that takes too long; this is for when there is no server. */
function endInTime(deadline: number, stopping: AbortController): NodeJS.Timeout {
  const longest = 2 ** 31 - 1
  return setTimeout(() => stopping.abort(new Stop('deadline')), Math.min(longest, Math.max(0, deadline - Date.now())))
}
