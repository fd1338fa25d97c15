import type { JobSpec } from '../../contract/job.ts'
import { type CdkWorker, type CdkWorkerEvents, startCdkWorker } from '../cdk/worker.ts'
import type { Surroundings } from '../isolation/surroundings.ts'
import type { WorkFolders } from './folders.ts'

/** The CDK worker of a job. It is started first of all, so that it loads while the checkout and the install run. */
export interface CdkHandle {
  readonly worker: CdkWorker
  /** Loaded. */
  readonly ready: Promise<void>
  /** The cloud is about to be changed; the assembly is what it will be from then on. May never happen. */
  readonly changing: Promise<void>
}

export function startCdk(
  spec: JobSpec,
  folders: WorkFolders,
  surroundings: Surroundings,
  events: (onCloudChanging: () => void) => CdkWorkerEvents,
): CdkHandle {
  const changing = Promise.withResolvers<void>()
  const cache = process.env.NODE_COMPILE_CACHE
  const worker = startCdkWorker({
    access: spec.account,
    scratch: folders.scratch,
    env: { ...surroundings.env, HOME: folders.scratch, ...(cache && { NODE_COMPILE_CACHE: cache }) },
    on: events(changing.resolve),
  })
  const ready = worker.warm()
  // Whoever needs it waits for it; where nobody does, as with own commands, its end is no news.
  ready.catch(() => {})
  return { worker, ready, changing: changing.promise }
}
