import type { ChildProcess } from 'node:child_process'
import type { PhaseName } from '../../contract/deployment.ts'
import type { JobSpec } from '../../contract/job.ts'
import type { RunnerStart } from '../../contract/runner-start.ts'
import type { Isolation, Overlay } from '../isolation/isolation.ts'
import type { Surroundings } from '../isolation/surroundings.ts'
import type { WhyNot } from '../isolation/why-not.ts'
import type { Journal } from '../log/journal.ts'
import type { FailedResources } from '../phases/failed-resources.ts'
import type { Session } from '../session/session.ts'
import type { Shipper } from '../session/shipper.ts'
import type { CdkHandle } from './cdk-handle.ts'
import type { WorkFolders } from './folders.ts'

/** All that the phases of one job share. */
export interface Job {
  readonly spec: JobSpec
  readonly order: RunnerStart
  readonly session: Session
  readonly shipper: Shipper
  readonly journal: Journal
  readonly isolation: Isolation
  /** Before the first step. @returns why there can be none */
  prove(): Promise<WhyNot | null>
  readonly surroundings: Surroundings
  readonly folders: WorkFolders
  /** Aborts when everything is to end, with a `Stop` for its reason. */
  readonly signal: AbortSignal
  /** Ends the job when it has run for so long; the environment's own time-out counts as well. */
  limitTime(minutes: number): void
  /** `KEY=value` in the environment of every process of the job. */
  readonly cookie: string
  /** Folders of programs that go before the machine's: the Node and the package manager that the app asks for. */
  path: readonly string[]
  /** Where its package manager keeps its downloads, and the like. */
  packageEnv: Readonly<Record<string, string>>
  /** Mounted for every step from now on. */
  overlays: readonly Overlay[]
  /** The line that shows why the last step failed. */
  lastCause: number | undefined
  readonly failedResources: FailedResources
  readonly cdk: CdkHandle
  /** What is done for later builds once this one has been told of to its end. Whatever fails of it is lost. */
  readonly afterwards: (() => Promise<void>)[]
}

/** What there is before it is known where and how the job runs. */
export type JobBasis = Pick<Job, 'order' | 'session' | 'shipper' | 'journal' | 'signal' | 'limitTime'> & {
  /** Loads the CDK since the runner began. */
  readonly cdkProcess: ChildProcess
}

/** The phase that a line, a failure or a variable belongs to. */
export const variableStepOf = {
  checkout: 'install',
  install: 'install',
  test: 'test',
  'before-deploy': 'deploy',
  build: 'build',
  deploy: 'deploy',
  'after-deploy': 'deploy',
  remove: 'deploy',
} as const satisfies Record<PhaseName, string>
