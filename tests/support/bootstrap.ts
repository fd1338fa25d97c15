import { tmpdir } from 'node:os'
import type { JobSpec } from '../../src/contract/job.ts'
import { startCdkWorker } from '../../src/runner/cdk/worker.ts'

/** What a runner leaves its worker of its own environment: the way to programs, and what Node has compiled before. */
export function workerEnvironment(): Record<string, string> {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env
  return { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) }
}

/** Prepares an account of the emulator for the CDK, as its owner would. */
export async function bootstrap(account: JobSpec['account']): Promise<void> {
  const nothing = () => undefined
  const on = {
    log: nothing,
    progress: nothing,
    retained: nothing,
    naming: async () => {},
    cloudChanging: async () => {},
    run: () => Promise.reject(new Error('not for a bootstrap')),
  }
  const worker = startCdkWorker({ access: account, scratch: tmpdir(), env: workerEnvironment(), on })
  await worker.bootstrap()
  await worker.kill()
}
