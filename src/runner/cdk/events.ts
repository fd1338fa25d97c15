import type { Failure, Progress, RetainedResource } from '../../contract/deployment.ts'
import type { CloudCredentials, Naming } from '../../contract/job.ts'
import type { CommandOutcome, UserCommand } from './requests.ts'

/** What the supervisor does for the worker. A promise is the acknowledgement: the worker waits for it. */
export interface CdkWorkerEvents {
  log(stream: 'out' | 'err' | 'trellis', text: string): void
  progress(progress: Progress): void
  /** What removed stacks leave behind; told also when a removal fails half-way. */
  retained(resources: RetainedResource[]): void
  /** Resolve once the naming is safe at the server: nothing is deployed before. */
  naming(naming: Naming): Promise<void>
  /** Resolve once that is safe at the server: the cloud is not changed before. */
  cloudChanging(): Promise<void>
  /** Run a command of the user's in his sandbox; with cloud credentials only when the command says so. */
  run(command: UserCommand): Promise<CommandOutcome>
  /** Fresh credentials, for an operation that outlasts those it began with. Absent or undefined: there are none. */
  credentials?(): Promise<CloudCredentials | undefined>
}

/** Rejects every method with this when the operation failed; `failure` has `phase: null`, the supervisor knows the phase. */
export class CdkFailure extends Error {
  readonly failure: Failure

  constructor(failed: Failure) {
    super(failed.message)
    this.name = 'CdkFailure'
    this.failure = failed
  }
}
