import type { Failure } from '../../contract/deployment.ts'
import type { CloudCredentials } from '../../contract/job.ts'
import { CdkFailure, type CdkWorkerEvents } from '../cdk/events.ts'
import type { CommandOutcome, UserCommand } from '../cdk/requests.ts'
import { firstCause, lastCause, plain } from '../explain/first-cause.ts'
import { currentCredentials } from '../job/credentials.ts'
import type { Job } from '../job/job.ts'
import { JobFailed } from '../job/phase.ts'
import { runStep } from '../job/step.ts'

/** Does for the CDK worker what only the supervisor may do. `job` is there once the worker asks for anything. */
export function cdkEvents(job: () => Job, onCloudChanging: () => void): CdkWorkerEvents {
  return {
    log: (stream, text) => job().failedResources.note({ line: job().journal.write(stream, text), text }),
    progress: progress => job().shipper.send({ type: 'progress', progress: redacted(job(), progress) }),
    retained: resources => job().shipper.send({ type: 'retained', resources }),
    async naming(naming) {
      job().shipper.send({ type: 'naming', naming })
      await job().shipper.flush()
    },
    async cloudChanging() {
      onCloudChanging()
      await announceCloudChange(job())
    },
    run: command => runFor(job(), command),
    credentials: () => freshCredentials(job()),
  }
}

/** Without them the operation goes on with those it has, and AWS says what it thinks of them. */
async function freshCredentials(job: Job): Promise<CloudCredentials | undefined> {
  try {
    return await currentCredentials(job)
  } catch (error) {
    job.journal.say(`The cloud's credentials could not be renewed: ${(error as Error).message}`)
    return undefined
  }
}

/** Nothing of the cloud is changed before the server knows that it may be. */
export async function announceCloudChange(job: Job): Promise<void> {
  job.shipper.send({ type: 'cloud-changing' })
  await job.shipper.flush()
  job.signal.throwIfAborted()
}

function redacted(job: Job, progress: { completed: number; total: number; current?: string | undefined }) {
  const { completed, total, current } = progress
  return { completed, total, ...(current !== undefined && { current: job.journal.redact(current) }) }
}

/** Jobs whose worker waits for a command of the user's. */
const atCommand = new WeakSet<Job>()

async function runFor(job: Job, command: UserCommand): Promise<CommandOutcome> {
  atCommand.add(job)
  try {
    return await runCommand(job, command)
  } finally {
    atCommand.delete(job)
  }
}

async function runCommand(job: Job, { command, cwd, env, cloudCredentials }: UserCommand): Promise<CommandOutcome> {
  await job.cdk.reading?.catch(() => {})
  const phase = job.journal.phase ?? 'build'
  const result = await runStep(job, {
    phase,
    command: command.kind === 'script' ? { script: command.script } : { argv: command.argv },
    cwd,
    env,
    cloud: cloudCredentials,
  })
  if (!result.ok) job.lastCause = (result.isSequence ? lastCause : firstCause)(result.output.lines)?.line
  const problem = result.exit.problem ? [result.exit.problem] : []
  return { exitCode: result.exit.code, tail: [...result.output.tail(400).map(plain), ...problem] }
}

/** Waits for the worker, which a stop ends; its failures become the job's, its end on a stop becomes the stop. */
export async function ofWorker<T>(job: Job, work: Promise<T>): Promise<T> {
  const stop = (): void => {
    // A command hears of the stop by itself, and must have ended before anything else does; the worker ends after it.
    if (!atCommand.has(job)) void job.cdk.worker.kill()
  }
  if (job.signal.aborted) stop()
  job.signal.addEventListener('abort', stop, { once: true })
  try {
    return await work
  } catch (error) {
    job.signal.throwIfAborted()
    if (error instanceof CdkFailure) throw new JobFailed(withLine(error.failure, job))
    throw error
  } finally {
    job.signal.removeEventListener('abort', stop)
  }
}

function withLine(failed: Failure, { lastCause, failedResources }: Job): Failure {
  const line = failed.line ?? lastCause ?? failedResources.lineOf(failed.message)
  return line === undefined ? failed : { ...failed, line }
}
