import type { Failure } from '../../contract/deployment.ts'
import type { RunnerOutcome } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'
import { Stop } from '../isolation/isolation.ts'
import type { WhyNot } from '../isolation/why-not.ts'
import type { Job } from './job.ts'
import { JobFailed } from './phase.ts'

/** How a job ended that did not succeed, told without secrets. */
export function outcomeOf(error: unknown, { signal, journal }: Pick<Job, 'signal' | 'journal'>): RunnerOutcome {
  if (signal.aborted) return stoppedBy(signal.reason)
  const failed = error instanceof JobFailed ? error.failure : unforeseen(error, journal)
  const { message, hint, trellisYml } = failed
  const told = { message: journal.redact(message), hint: journal.redact(hint) }
  const pasted = trellisYml === undefined ? {} : { trellisYml: journal.redact(trellisYml) }
  return { state: 'failed', failure: { ...failed, ...told, ...pasted } }
}

export const cannotIsolate = ({ code, why, hint }: WhyNot): Failure =>
  failure(code, null, `Builds cannot be isolated: ${why}.`, hint)

function stoppedBy(reason: unknown): RunnerOutcome {
  const cause = reason instanceof Stop ? reason.cause : 'directive'
  if (cause === 'deadline') {
    return {
      state: 'failed',
      failure: failure('timed_out', null, 'It did not end within its time-out, and was stopped.'),
    }
  }
  if (cause === 'disk') {
    const hint = 'Let it write less, or give builds more: `trellis up --build-disk`.'
    return {
      state: 'failed',
      failure: failure('disk_full', null, `It filled more of the disk than a build may${figures(reason)}.`, hint),
    }
  }
  if (cause === 'signal') {
    return {
      state: 'failed',
      failure: failure('runner_lost', null, 'The runner was told to end by the machine it ran on.'),
    }
  }
  return { state: 'stopped' }
}

const inMegabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MB`

const figures = (reason: unknown): string =>
  reason instanceof Stop && reason.limit
    ? `: ${inMegabytes(reason.limit.used)} when it was looked at, of ${inMegabytes(reason.limit.most)}`
    : ''

function unforeseen(error: unknown, journal: Job['journal']): Failure {
  const { code, message, stack } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) }
  if (code === 'ENOSPC' || code === 'EDQUOT') return failure('disk_full', null, message)
  // For whoever looks after the machine; the log of the deployment gets the sentence only.
  process.stderr.write(`${journal.redact(stack ?? message)}\n`)
  return failure('internal', null, `The runner failed: ${message}`)
}
