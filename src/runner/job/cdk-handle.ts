import type { ChildProcess } from 'node:child_process'
import type { JobSpec } from '../../contract/job.ts'
import { type CdkWorker, type CdkWorkerEvents, takeCdkWorker } from '../cdk/worker.ts'

/** The CDK worker of a job. It is started first of all, so that it loads while the checkout and the install run. */
export interface CdkHandle {
  readonly worker: CdkWorker
  /** Loaded. */
  readonly ready: Promise<void>
  /** The cloud is about to be changed; the assembly is what it will be from then on. May never happen. */
  readonly changing: Promise<void>
  /** Of what reads the assembly as the supervisor: until it is done, no step is started, since it could put a link there meanwhile. */
  reading: Promise<unknown> | undefined
}

export function startCdk(
  process: ChildProcess,
  spec: JobSpec,
  events: (onCloudChanging: () => void) => CdkWorkerEvents,
): CdkHandle {
  const changing = Promise.withResolvers<void>()
  const worker = takeCdkWorker(process, { access: spec.account, on: events(changing.resolve) })
  const ready = worker.warm()
  // Whoever needs it waits for it; where nobody does, as with own commands, its end is no news.
  ready.catch(() => {})
  return { worker, ready, changing: changing.promise, reading: undefined }
}
