import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { runCli } from '../../../src/cli/testing/run-cli.ts'
import { cleanEnvironment, trellis } from './server-process.ts'

export interface Said {
  code: number | null
  out: string
  err: string
}

export interface Refusal {
  code: number | null
  error: { code: string; message: string; hint?: string }
}

/** Commands that become a server, or look at this machine or its cloud. */
const needsProcess = /^(up|demo|doctor|detect|backup|restore|dashboard|install|upgrade|uninstall)$/

/**
 * The command line: its output and its exit code. What only asks a server runs in this process, since starting one takes longer
 * than the answer; `cli.test.ts` runs it as people and scripts do.
 */
export class Cli {
  readonly #env: NodeJS.ProcessEnv

  constructor(env: Record<string, string>) {
    this.#env = { ...cleanEnvironment(), NO_COLOR: '1', ...env }
  }

  /** @param input what it finds on standard input. */
  run(args: readonly string[], input = ''): Promise<Said> {
    if (needsProcess.test(args[0] ?? '') || args.includes('--make')) return this.#start(args, input)
    return runCli(args, { env: this.#env, cwd: process.cwd(), ...(input && { stdin: input }) })
  }

  async #start(args: readonly string[], input: string): Promise<Said> {
    const child = spawn(process.execPath, [trellis, ...args], { env: this.#env, stdio: 'pipe' })
    // It may end without having read it.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { code: child.exitCode, out, err }
  }

  /** `--json`, which must be one document. @throws Error unless it ends with `code` */
  async json<T>(args: readonly string[], { code = 0, input }: { code?: number; input?: string } = {}): Promise<T> {
    const said = await this.run([...args, '--json'], input)
    if (said.code !== code) {
      throw new Error(`trellis ${args.join(' ')} ended with ${said.code}, not ${code}:\n${said.out}${said.err}`)
    }
    return JSON.parse(said.out) as T
  }

  /** Kills it in the midst of what it does, as soon as it has said that. */
  async killed(args: readonly string[], once: RegExp): Promise<void> {
    const child = spawn(process.execPath, [trellis, ...args], { env: this.#env, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', chunk => {
      said += chunk
      if (once.test(said)) child.kill('SIGKILL')
    })
    await new Promise(resolve => child.on('close', resolve))
    if (child.signalCode !== 'SIGKILL') throw new Error(`trellis ${args.join(' ')} ended before:\n${said}`)
  }

  /** What it refuses, and how. @throws Error when it does not refuse */
  async refusal(args: readonly string[], input?: string): Promise<Refusal> {
    const said = await this.run([...args, '--json'], input)
    if (said.code === 0) throw new Error(`trellis ${args.join(' ')} was not refused:\n${said.out}`)
    const { error } = JSON.parse(said.out) as { error?: Refusal['error'] }
    if (!error) throw new Error(`trellis ${args.join(' ')} gives no error:\n${said.out}${said.err}`)
    return { code: said.code, error }
  }
}
