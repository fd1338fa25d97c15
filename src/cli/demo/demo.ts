import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RunningMinistack, startMinistack } from '../../emulator/ministack.ts'
import { type StepPrinter, type StepResult, Steps, WalkFailed } from './steps.ts'
import { walk } from './walk.ts'

export interface DemoServer {
  url: string
  isolation: string
  close(): Promise<void>
}

export interface DemoOptions {
  printer: StepPrinter
  /** In a fresh home, on a free port. */
  startServer(home: string): Promise<DemoServer>
  /** Told what to play with, when it is to be left running; returns when that is over. */
  keep?: ((place: { url: string; home: string; repository: string; endpoint: string }) => Promise<void>) | undefined
}

const example = fileURLToPath(new URL('../../../examples/hello-cdk', import.meta.url))

/** The walk against an emulator of its own. @returns every step; all of them are ok, or the last one is not. */
export async function demo({ printer, startServer, keep }: DemoOptions): Promise<StepResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-demo-'))
  const steps = new Steps(printer)
  const home = join(folder, 'home')
  let emulator: RunningMinistack | undefined
  let server: DemoServer | undefined
  try {
    await steps.run('Start an AWS emulator', async () => {
      emulator = await startMinistack()
      return emulator.endpoint
    })
    await steps.run('Start Trellis in a fresh home', async () => {
      server = await startServer(home)
      return `${server.url}, builds isolated by: ${server.isolation}`
    })
    if (!emulator || !server) throw new WalkFailed('start')
    const token = (await readFile(join(home, 'token'), 'utf8')).trim()
    const repository = await walk({ steps, endpoint: emulator.endpoint, url: server.url, token, example, folder })
    if (keep) {
      // What is played with works, and is deployed anew by this push.
      await repository.revert()
      await keep({ url: server.url, home, repository: repository.path, endpoint: emulator.endpoint })
    }
  } catch (error) {
    if (!(error instanceof WalkFailed)) throw error
  } finally {
    await server?.close()
    await emulator?.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  return steps.results
}
