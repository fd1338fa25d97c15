import type { Failure, PhaseName } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import type { Job } from './job.ts'

/** Ends the job: carries why. */
export class JobFailed extends Error {
  readonly failure: Failure

  constructor(failed: Failure) {
    super(failed.message)
    this.name = 'JobFailed'
    this.failure = failed
  }
}

export const fail = (...cause: Parameters<typeof failure>): JobFailed => new JobFailed(failure(...cause))

/** What a phase may say about itself while it runs: why it had nothing to do, or what made it quick. */
export interface PhaseNote {
  skipped?: string
  reason?: string
}

/** Runs a phase and reports how it went. Whatever it throws is thrown on, with the phase's name in the failure. */
export async function inPhase<T>(job: Job, phase: PhaseName, body: (note: PhaseNote) => Promise<T>): Promise<T> {
  job.signal.throwIfAborted()
  job.journal.phase = phase
  job.shipper.send({ type: 'phase-started', phase })
  const note: PhaseNote = {}
  try {
    const result = await body(note)
    job.signal.throwIfAborted()
    const reason = note.skipped ?? note.reason
    const state = note.skipped === undefined ? 'succeeded' : 'skipped'
    job.shipper.send({ type: 'phase-finished', phase, state, ...(reason && { reason }) })
    return result
  } catch (error) {
    const thrown = error instanceof JobFailed ? new JobFailed({ ...shown(job, error.failure), phase }) : error
    job.shipper.send({ type: 'phase-finished', phase, state: 'failed' })
    throw thrown
  } finally {
    job.journal.phase = null
  }
}

/** A failure that no line of the log shows yet is written there, so that whoever reads on finds it. */
function shown({ journal }: Job, failed: Failure): Failure {
  return failed.line === undefined ? { ...failed, line: journal.say(failed.message) } : failed
}

/** A phase that this job does not have. */
export function skip(job: Job, phase: PhaseName, reason: string): void {
  job.shipper.send({ type: 'phase-finished', phase, state: 'skipped', reason })
}
