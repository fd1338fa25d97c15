import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface ForkCdkWorker {
  /** A folder of this job that the worker may fill: caches of the CDK, temporary files. The sandbox must see it too. */
  scratch: string
  /** PATH, proxy and certificate variables and no more; credentials travel over the pipe. */
  env: Record<string, string>
}

/** The published package holds JavaScript, a checkout runs the TypeScript. */
const main = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './main.js', import.meta.url))

/** The process alone, which begins to load the CDK. A file of its own, since what talks to it takes a while to load too. */
export function forkCdkWorker({ scratch, env }: ForkCdkWorker): ChildProcess {
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
      CDK_HOME: `${scratch}/cdk-home`,
      TMPDIR: scratch,
    },
  })
  // Whoever talks to it finds out; until then nobody listens.
  child.on('error', () => {})
  return child
}
