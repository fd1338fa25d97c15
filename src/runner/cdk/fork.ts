import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ToWorker } from './messages.ts'

/** The published package holds JavaScript, a checkout runs the TypeScript. */
const main = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './main.js', import.meta.url))

/**
 * The process alone, which begins to load the CDK: it need not be known yet for which job. A file of its own, since what talks to
 * it takes a while to load too.
 *
 * @param env PATH, proxy and certificate variables and no more; credentials travel over the pipe
 */
export function forkCdkWorker(env: Record<string, string>): ChildProcess {
  const child = fork(main, [], {
    // That of a job comes with it.
    cwd: '/',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // The CDK is a thousand files: with room for what they leave behind, loading them takes a tenth less.
    execArgv: ['--no-warnings', '--min-semi-space-size=32', '--max-semi-space-size=32'],
    env: {
      ...env,
      // Only what the pipe brings counts: neither the machine's profiles nor its instance role may step in.
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  })
  // Whoever talks to it finds out; until then nobody listens.
  child.on('error', () => {})
  return child
}

/** @param scratch a folder of the job that the worker may fill: caches of the CDK, temporary files. The sandbox must see it too. */
export function placeCdkWorker(child: ChildProcess, scratch: string): void {
  if (child.connected) child.send({ type: 'place', scratch } satisfies ToWorker)
}
