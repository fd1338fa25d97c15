import type { ChildProcess } from 'node:child_process'
import { CdkWorker } from './cdk-worker.ts'
import type { CdkWorkerEvents } from './events.ts'
import { forkCdkWorker, placeCdkWorker } from './fork.ts'
import type { ToWorker, WorkerAccess } from './messages.ts'

export { CdkWorker } from './cdk-worker.ts'
export { CdkFailure, type CdkWorkerEvents } from './events.ts'

export interface StartCdkWorker {
  /** As `placeCdkWorker` has it. */
  scratch: string
  /** As `forkCdkWorker` has it. */
  env: Record<string, string>
  access: WorkerAccess
  on: CdkWorkerEvents
}

export function startCdkWorker({ scratch, env, access, on }: StartCdkWorker): CdkWorker {
  const child = forkCdkWorker(env)
  placeCdkWorker(child, scratch)
  return takeCdkWorker(child, { access, on })
}

/** Puts a worker to work that was forked before it was known for whom. */
export function takeCdkWorker(child: ChildProcess, { access, on }: Pick<StartCdkWorker, 'access' | 'on'>): CdkWorker {
  const worker = new CdkWorker(child, on)
  if (child.connected) child.send({ type: 'access', access } satisfies ToWorker)
  return worker
}
