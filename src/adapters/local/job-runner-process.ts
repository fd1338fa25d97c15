import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { TrellisError } from '../../core/errors.ts'
import { yieldProcessor } from '../../platform/yield-processor.ts'
import type { JobTraces } from './job-runner-traces.ts'

export interface RunnerProcesses {
  readonly node: string
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly traces: JobTraces
  /** Builds take what is left: whoever asks the server for something must not wait for them. */
  readonly niceness: number
  /** Keep one that has loaded its program and waits for a job. */
  readonly ahead: boolean
  /** How soon after a job began the next one is started ahead: that job's own start comes first. */
  readonly aheadAfterMs?: number
}

export type RunnerProcess = ChildProcess & { readonly stdin: Writable }

/** Under which its trace lies until it has a job. */
const unnamed = 'ahead'
const aheadAfterMs = 1_500
/** It takes memory, so it goes where nothing is deployed any more. */
const waitsMs = 10 * 60_000
/** The published package holds JavaScript, a checkout runs the TypeScript. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const main = fileURLToPath(new URL(`../../runner/main.${extension}`, import.meta.url))

/** Starts the processes of runners; each does one job, and knows nothing before it is told of it. */
export class RunnerStarter {
  readonly #settings: RunnerProcesses
  #waiting: RunnerProcess | undefined
  #waiters: ((ready: RunnerProcess) => void)[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(settings: RunnerProcesses) {
    this.#settings = settings
  }

  /** One for this deployment, to be given its order. */
  async take(deployment: string): Promise<RunnerProcess> {
    const ready = this.#waiting
    this.#waiting = undefined
    if (this.#settings.ahead) this.#later(this.#settings.aheadAfterMs ?? aheadAfterMs, () => void this.#startAhead())
    if (ready?.exitCode === null && ready.signalCode === null && this.#settings.traces.rename(unnamed, deployment)) {
      ready.removeAllListeners('exit')
      return ready
    }
    ready?.kill('SIGKILL')
    return await this.#spawn(deployment, this.#settings.folder, [])
  }

  /** The one that is started ahead, once it is. */
  async waiting(): Promise<RunnerProcess> {
    return this.#waiting ?? (await new Promise(resolve => this.#waiters.push(resolve)))
  }

  /** The one that waits is let go. */
  end(): void {
    clearTimeout(this.#timer)
    this.#waiting?.kill('SIGKILL')
    this.#waiting = undefined
  }

  async #startAhead(): Promise<void> {
    if (this.#waiting) return
    try {
      // Not in the folder of jobs: it is none yet.
      const child = await this.#spawn(unnamed, '/', ['ahead'])
      // Its pipe must not keep a server from ending, which in turn ends it.
      if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref()
      child.unref()
      child.once('exit', () => {
        if (this.#waiting === child) this.#waiting = undefined
      })
      this.#waiting = child
      for (const resolve of this.#waiters.splice(0)) resolve(child)
      this.#later(waitsMs, () => this.end())
    } catch {
      // The next job starts its own, and tells what is wrong.
    }
  }

  #later(ms: number, what: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(what, ms)
    this.#timer.unref()
  }

  async #spawn(trace: string, cwd: string, args: readonly string[]): Promise<RunnerProcess> {
    const { node, env, traces, niceness } = this.#settings
    const log = traces.open(trace)
    const child = spawn(node, [main, ...args], { cwd, env, detached: true, stdio: ['pipe', 'ignore', log] })
    closeSync(log)
    // It may be gone before it has read its order; whoever waits for its events notices.
    child.stdin?.on('error', () => {})
    try {
      await once(child, 'spawn')
    } catch (cause) {
      const message = `The runner could not be started: ${(cause as Error).message}`
      throw new TrellisError('internal', message, undefined, { cause })
    }
    yieldProcessor(child.pid, niceness)
    return child as RunnerProcess
  }
}
