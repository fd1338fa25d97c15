import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RunningMinistack, startMinistack } from '../../emulator/ministack.ts'
import { type StepPrinter, type StepResult, Steps, WalkFailed } from './steps.ts'
import { walk } from './walk.ts'

export interface DemoServer {
  url: string
  isolation: string
  /** With all that it runs. */
  discard(): Promise<void>
}

export interface DemoOptions {
  printer: StepPrinter
  signal: AbortSignal
  /** In a fresh home, on a free port. */
  startServer(home: string): Promise<DemoServer>
  /** Removes the folder, and ends what is still at work there. */
  clearAway(folder: string): Promise<void>
  /** Told what to play with, when it is to be left running; returns when that is over. */
  keep?: ((place: { url: string; home: string; repository: string; endpoint: string }) => Promise<void>) | undefined
}

const example = fileURLToPath(new URL('../../../examples/hello-cdk', import.meta.url))

/**
 * The walk against an emulator of its own. However it ends, nothing is left of it.
 * @returns every step; all of them are ok, or the last one is not.
 * @throws the reason of the signal
 */
export async function demo({ printer, signal, startServer, clearAway, keep }: DemoOptions): Promise<StepResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-demo-'))
  const steps = new Steps(printer, signal)
  const home = join(folder, 'home')
  // Promises, so that what is just being started is ended, too.
  let emulator: Promise<RunningMinistack> | undefined
  let server: Promise<DemoServer> | undefined
  try {
    await steps.run('Start an AWS emulator', async () => {
      emulator = startMinistack({ signal })
      return (await emulator).endpoint
    })
    await steps.run('Start Trellis in a fresh home', async () => {
      server = startServer(home)
      const { url, isolation } = await server
      return `${url}, builds isolated by: ${isolation}`
    })
    if (!emulator || !server) throw new WalkFailed('start')
    const token = (await readFile(join(home, 'token'), 'utf8')).trim()
    const [{ endpoint }, { url }] = [await emulator, await server]
    const repository = await walk({ steps, endpoint, url, token, example, folder })
    if (keep) {
      // What is played with works, and is deployed anew by this push.
      await repository.revert()
      signal.throwIfAborted()
      await keep({ url, home, repository: repository.path, endpoint })
    }
  } catch (error) {
    if (!(error instanceof WalkFailed)) throw error
  } finally {
    // What did not start, or does not end as it should, keeps nothing from being cleared away.
    await Promise.allSettled([server?.then(one => one.discard()), emulator?.then(one => one.stop({ now: true }))])
    await clearAway(folder)
  }
  return steps.results
}
