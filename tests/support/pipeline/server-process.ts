import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '../../../src/client/client.ts'
import { buildDashboard } from '../../../src/entry/build-dashboard.ts'
import { until } from './until.ts'

export const trellis = fileURLToPath(new URL('../../../bin/trellis.js', import.meta.url))

export interface ServerSettings {
  home: string
  port: number
  flags?: readonly string[]
  env?: Record<string, string>
  /** Whether browsers get the dashboard, built when it is not; else nothing is built. */
  dashboard?: boolean
  /** What it is started by: a command that takes it as its further arguments, and becomes it. */
  within?: readonly string[]
}

/** `trellis up` as people start it, in a process of its own. */
export class ServerProcess {
  readonly url: string
  readonly #child: ChildProcess
  readonly #exit: Promise<unknown>
  readonly #settings: ServerSettings

  private constructor(settings: ServerSettings, child: ChildProcess) {
    this.url = `http://127.0.0.1:${settings.port}`
    this.#settings = settings
    this.#child = child
    this.#exit = once(child, 'exit')
  }

  /** @returns when it answers. @throws Error with what it said when it ends instead */
  static async start(settings: ServerSettings): Promise<ServerProcess> {
    const { home, port, flags = [], env = {}, within = [], dashboard = false } = settings
    await mkdir(home, { recursive: true, mode: 0o700 })
    // Before, so that no page is open while its parts are exchanged.
    if (dashboard) await buildDashboard({ root: dirname(dirname(trellis)) })
    const log = openSync(logOf(home), 'a')
    const command = [process.execPath, trellis, 'up', '--port', String(port), '--home', home, ...flags]
    if (!dashboard) command.push('--no-dashboard')
    const [file = '', ...args] = [...within, ...command]
    const child = spawn(file, args, {
      stdio: ['ignore', log, log],
      env: { ...cleanEnvironment(), ...env },
    })
    closeSync(log)
    const server = new ServerProcess(settings, child)
    await until(`the server to answer at ${server.url}`, () => {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`the server ended:\n${readFileSync(logOf(home), 'utf8').slice(-4_000)}`)
      }
      return fetch(`${server.url}/healthz`).then(
        answer => answer.ok,
        () => false,
      )
    })
    return server
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Whether it still runs. */
  get isUp(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Waits until it has ended by itself. @returns its exit code; null: by a signal */
  async ended(): Promise<number | null> {
    await this.#exit
    return this.#child.exitCode
  }

  /** Of the home's owner. */
  get client(): Client {
    return createClient({ url: this.url, token: readFileSync(join(this.#settings.home, 'token'), 'utf8').trim() })
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** As Ctrl-C does; builds go on. */
  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#child.kill(signal)
    await this.#exit
  }
}

/** Beside the home, since the home has to be empty when it is new. */
export const logOf = (home: string): string => `${home}.log`

/** This machine's, without what would lead to somebody's cloud, to another Trellis, or into this run of tests. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|CDK_|TRELLIS_|NODE_TEST_CONTEXT$)/
  const ours = Object.entries(process.env).filter(([key]) => !foreign.test(key))
  // No machine of EC2 either, for whose answer it would wait.
  return { ...Object.fromEntries(ours), AWS_EC2_METADATA_DISABLED: 'true' }
}
