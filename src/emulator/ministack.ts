import type { ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmulatorError } from './errors.ts'
import { ensureMinistack } from './install.ts'
import { type LaunchOptions, launch } from './launch.ts'
import { freePort } from './port.ts'
import { endGroup } from './process-group.ts'

export { EmulatorError } from './errors.ts'
export { ensureMinistack } from './install.ts'

export interface StartOptions extends LaunchOptions {
  /** A free one is taken unless given. */
  readonly port?: number
  /** Gives the start up, and leaves nothing of it. */
  readonly signal?: AbortSignal
}

export interface RunningMinistack {
  readonly endpoint: string
  readonly port: number
  readonly pid: number
  /** The emulator's own log file. */
  readonly log: string
  /** Ends the emulator and every Lambda it started; `now` gives them no time. Calling it again does nothing. */
  stop(options?: { now?: boolean }): Promise<void>
}

const START_TIMEOUT_MS = 60_000
const ATTEMPTS = 3

/** Starts an AWS emulator of one's own, on loopback only, and answers when it is ready. */
export async function startMinistack(options: StartOptions = {}): Promise<RunningMinistack> {
  const { bin } = await ensureMinistack({ signal: options.signal })
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(bin, options.port ?? (await freePort()), options)
    } catch (error) {
      const lostRace = error instanceof EmulatorError && error.code === 'emulator_port_in_use' && !options.port
      if (!lostRace || attempt === ATTEMPTS) throw error
    }
  }
}

async function start(bin: string, port: number, options: StartOptions): Promise<RunningMinistack> {
  const home = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'trellis-emulator-')))
  const log = join(home, 'emulator.log')
  const child = await launch(bin, port, home, log, options)
  const pid = child.pid ?? 0
  let stopped: Promise<void> | undefined
  const stop = ({ now = false } = {}) => {
    // Once only: the process id may belong to somebody else by the second call.
    stopped ??= endGroup(child, now ? 0 : undefined).then(() => cleanUp(home, options))
    return stopped
  }
  const endpoint = `http://127.0.0.1:${port}`
  try {
    await untilHealthy(child, endpoint, log, options.signal)
  } catch (error) {
    await stop({ now: options.signal?.aborted === true })
    throw error
  }
  if (options.keep) child.unref()
  return { endpoint, port, pid, log, stop }
}

async function cleanUp(home: string, { dataDir }: StartOptions): Promise<void> {
  if (!dataDir) await rm(home, { recursive: true, force: true, maxRetries: 5 })
}

async function untilHealthy(child: ChildProcess, endpoint: string, log: string, signal?: AbortSignal): Promise<void> {
  let failed: unknown
  child.once('error', error => {
    failed = error
  })
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    signal?.throwIfAborted()
    if (failed || child.exitCode !== null || child.signalCode) throw await startFailure(endpoint, log, failed)
    const enough = AbortSignal.any([AbortSignal.timeout(2_000), ...(signal ? [signal] : [])])
    const answer = await fetch(`${endpoint}/_ministack/health`, { signal: enough }).catch(() => null)
    if (answer?.ok) return
    await sleep(50)
  }
  throw await startFailure(endpoint, log, `no answer in ${START_TIMEOUT_MS / 1000} s`)
}

async function startFailure(endpoint: string, log: string, cause: unknown): Promise<EmulatorError> {
  const tail = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n')
  if (/already in use/i.test(tail)) {
    const hint = 'Stop the program that listens there, or choose another port.'
    return new EmulatorError(
      'emulator_port_in_use',
      `The AWS emulator cannot listen at ${endpoint}: port in use.`,
      hint,
    )
  }
  const said = [cause, tail].filter(Boolean).join('\n')
  const hint = 'Remove the folder .cache (it is made again) and try once more.'
  return new EmulatorError('emulator_start_failed', `The AWS emulator did not start: ${said}`, hint, { cause })
}
