import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CdkWorker } from './cdk-worker.ts'
import type { CdkWorkerEvents } from './events.ts'
import type { ToWorker, WorkerAccess } from './messages.ts'

export { CdkWorker } from './cdk-worker.ts'
export { CdkFailure, type CdkWorkerEvents } from './events.ts'

export interface StartCdkWorker {
  access: WorkerAccess
  /** A folder of this job that the worker may fill: caches of the CDK, temporary files. The sandbox must see it too. */
  scratch: string
  /** PATH, proxy and certificate variables and no more; credentials travel over the pipe. */
  env: Record<string, string>
  on: CdkWorkerEvents
}

/** The published package holds JavaScript, a checkout runs the TypeScript. */
const main = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './main.js', import.meta.url))

export function startCdkWorker({ access, scratch, env, on }: StartCdkWorker): CdkWorker {
  const child = fork(main, [], {
    cwd: scratch,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // The CDK is a thousand files: with room for what they leave behind, loading them takes a tenth less.
    execArgv: ['--no-warnings', '--min-semi-space-size=32', '--max-semi-space-size=32'],
    env: {
      ...env,
      // Only what the pipe brings counts: neither the machine's profiles nor its instance role may step in.
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_REGION: access.region,
      ...(access.endpointUrl && { AWS_ENDPOINT_URL: access.endpointUrl }),
      CDK_HOME: `${scratch}/cdk-home`,
      TMPDIR: scratch,
    },
  })
  const worker = new CdkWorker(child, on)
  child.send({ type: 'access', access } satisfies ToWorker)
  return worker
}
