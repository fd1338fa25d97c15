import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { PassThrough, type Readable, type Writable } from 'node:stream'
import { endFamily, type Family, familyRoot } from '../../platform/process-family.ts'
import { yieldAsWell } from '../../platform/yield-processor.ts'
import { type Exit, type Running, type StepUser, Stop } from './isolation.ts'

export interface Launch {
  readonly argv: readonly [string, ...string[]]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** What stands in the environment of everything that the command starts; null: nothing does. */
  readonly cookie: string | null
  /** It runs as somebody else. */
  readonly user?: StepUser
  /** All that is of this user belongs to it. */
  readonly everythingOf?: number
  /** `own`: it and its children can be told apart from all others. `shared`: they end with the supervisor at the latest. */
  readonly session: 'own' | 'shared'
  /**
   * What it leaves running when it ends by itself. `end`: looked for and ended. `nothing`: there can be nothing, or it is meant to
   * stay, as git's credential daemon is.
   */
  readonly leftovers: 'end' | 'nothing'
  /** Written to file descriptor 3, for what must not stand in `argv`. */
  readonly fd3?: string
}

/** After the processes have ended, what they wrote is still read; only a pipe that somebody else holds open is cut off. */
const drainMs = 2_000

/** Starts a process, and ends all that came from it: on abort, and when it ends by itself. */
export function launch(what: Launch, signal: AbortSignal): Running {
  if (signal.aborted) return notStarted(signal.reason)
  const [file, ...args] = what.argv
  let child: ReturnType<typeof spawn>
  try {
    child = spawn(file, args, {
      cwd: what.cwd,
      env: what.env,
      detached: what.session === 'own',
      ...what.user,
      stdio: ['ignore', 'pipe', 'pipe', ...(what.fd3 === undefined ? [] : ['pipe' as const])],
    })
  } catch (error) {
    // An argument list or an environment that is longer than the system takes.
    return notStarted(error)
  }
  if (what.session === 'own') yieldAsWell(child.pid)
  if (what.fd3 !== undefined) {
    const pipe = child.stdio[3] as Writable
    // It ends early when the command cannot be started, which `ended` reports.
    pipe.on('error', () => {})
    pipe.end(what.fd3)
  }
  const stdout = child.stdout as Readable
  const stderr = child.stderr as Readable
  const family: Family = { root: familyRoot(child.pid), cookie: what.cookie, user: what.everythingOf }
  return { stdout, stderr, ended: ending(child, family, what.leftovers, signal) }
}

async function ending(
  child: ReturnType<typeof spawn>,
  family: Family,
  leftovers: Launch['leftovers'],
  signal: AbortSignal,
): Promise<Exit> {
  let stopping: Promise<void> | undefined
  const stop = (): void => {
    stopping ??= endFamily(family, signal.reason instanceof Stop ? signal.reason.graceMs : 5_000)
  }
  signal.addEventListener('abort', stop, { once: true })
  const exit = await exitOf(child)
  signal.removeEventListener('abort', stop)
  await stopping
  if (leftovers === 'end' || stopping) await endFamily(family, 0)
  for (const pipe of [child.stdout, child.stderr]) if (pipe) cutOff(pipe)
  return exit
}

async function exitOf(child: ReturnType<typeof spawn>): Promise<Exit> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return { code, signal }
  } catch (error) {
    return { code: null, signal: null, problem: (error as Error).message }
  }
}

function cutOff(pipe: Readable): void {
  if (pipe.readableEnded || pipe.destroyed) return
  const held = setInterval(() => {
    // A reader that takes its time is no reason: only when there is nothing to read does somebody else hold the pipe.
    if (pipe.readableLength === 0 && !pipe.isPaused()) pipe.push(null)
  }, drainMs)
  held.unref()
  const done = (): void => clearInterval(held)
  pipe.once('end', done).once('close', done)
}

/** As if it had been tried: whoever runs a command hears of it in one way only. */
export function notStarted(reason: unknown): Running {
  const empty = (): Readable => new PassThrough().end()
  const problem = reason instanceof Error ? reason.message : String(reason)
  return { stdout: empty(), stderr: empty(), ended: Promise.resolve({ code: null, signal: null, problem }) }
}
