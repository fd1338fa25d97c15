import { tmpdir } from 'node:os'
import type { JobSpec } from '../../src/contract/job.ts'
import { startCdkWorker } from '../../src/runner/cdk/worker.ts'

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
  const worker = startCdkWorker({ access: account, scratch: tmpdir(), env: { PATH: process.env.PATH ?? '' }, on })
  await worker.bootstrap()
  await worker.kill()
}
