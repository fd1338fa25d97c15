import { spawn } from 'node:child_process'
import { TrellisError } from '../../core/errors.ts'
import { yieldProcessor } from '../../platform/yield-processor.ts'
import type { GitEnvironment } from './environment.ts'
import { Places } from './places.ts'

export interface GitCall {
  args: string[]
  timeoutMs: number
  env?: NodeJS.ProcessEnv | undefined
  input?: string | undefined
}

export interface GitResult {
  /** Null: ended by a signal. */
  code: number | null
  stdout: string
  stderr: string
  timedOut: boolean
}

/** More than 100,000 commits or branches; beyond it something is wrong, and memory must not pay for it. */
const stdoutLimit = 64 * 1024 * 1024
const stderrLimit = 64 * 1024
const graceMs = 1_000
/** Whoever asks the server for something must not wait for its looks at repositories. */
const niceness = 3
/** To start a process holds up the only thread: whoever asks the server for something must not wait for a hundred of them. */
const places = new Places(3, 2_000)

/**
 * Runs git to its end. A failing git is a result, not an exception.
 * @throws TrellisError repository_unreachable when git cannot be started; internal when it says far too much
 */
export const runGit = (git: GitEnvironment, call: GitCall): Promise<GitResult> => places.within(() => run(git, call))

function run({ env, flags }: GitEnvironment, call: GitCall): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...flags, ...call.args], {
      // No repository to be found from here: only the one named in the arguments counts.
      cwd: '/',
      env: { ...env, ...call.env },
      // A session of its own: no terminal to ask on, and a process group that ends as a whole (ssh, git-remote-https).
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    yieldProcessor(child.pid, niceness)
    const stdout = new Gathered(stdoutLimit)
    const stderr = new Gathered(stderrLimit)
    let killed = false
    let timedOut = false
    let grace: NodeJS.Timeout | undefined

    const signal = (name: NodeJS.Signals) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name)
      } catch {
        // The whole group is gone already.
      }
    }
    const kill = () => {
      if (killed) return
      killed = true
      // Asked first, git removes its lock files and half-written packs.
      signal('SIGTERM')
      grace = setTimeout(() => {
        signal('SIGKILL')
        // Something that left the group may hold the pipes: it must not hold us.
        grace = setTimeout(() => {
          child.stdout.destroy()
          child.stderr.destroy()
        }, graceMs)
      }, graceMs)
    }
    const timer = setTimeout(() => {
      timedOut = true
      kill()
    }, call.timeoutMs)

    child.stdout.on('data', (chunk: Buffer) => {
      if (!stdout.add(chunk)) kill()
    })
    child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk))
    child.stdin.on('error', () => {
      // Git ended without reading; its exit code tells the story.
    })
    child.stdin.end(call.input ?? '')
    child.on('exit', () => {
      if (killed) signal('SIGKILL')
    })
    child.on('error', error => {
      clearTimeout(timer)
      clearTimeout(grace)
      reject(
        new TrellisError(
          'repository_unreachable',
          `git could not be started: ${error.message}.`,
          'Install git where Trellis runs, on its PATH: apt-get install git.',
        ),
      )
    })
    child.on('close', code => {
      clearTimeout(timer)
      clearTimeout(grace)
      if (stdout.overflown) reject(new TrellisError('internal', 'git answered with more than 64 MB.'))
      else resolve({ code, stdout: stdout.text(), stderr: stderr.text(), timedOut })
    })
  })
}

/** Bytes up to a limit; what comes after is dropped. */
class Gathered {
  readonly #limit: number
  readonly #chunks: Buffer[] = []
  #size = 0
  overflown = false

  constructor(limit: number) {
    this.#limit = limit
  }

  /** @returns whether there was room. */
  add(chunk: Buffer): boolean {
    if (this.#size + chunk.length > this.#limit) this.overflown = true
    if (this.overflown) return false
    this.#size += chunk.length
    this.#chunks.push(chunk)
    return true
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }
}
