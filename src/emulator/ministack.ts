import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, open, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmulatorError } from './errors.ts'
import { ensureMinistack } from './install.ts'
import { freePort } from './port.ts'
import { lambdaSdk } from './sdk.ts'

export { EmulatorError } from './errors.ts'
export { ensureMinistack } from './install.ts'

export interface StartOptions {
  /** A free one is taken unless given. */
  readonly port?: number
  /** Where state and log live; they survive stop() and the next start finds them. A temporary folder unless given. */
  readonly dataDir?: string
  /** Leaves the emulator running when this process ends, however it ends. */
  readonly keep?: boolean
  /** More variables for the emulator and the Lambdas it runs, such as DOCKER_HOST. */
  readonly env?: Readonly<Record<string, string>>
}

export interface RunningMinistack {
  readonly endpoint: string
  readonly port: number
  readonly pid: number
  /** The emulator's own log file. */
  readonly log: string
  /** Ends the emulator and every Lambda it started. Calling it again does nothing. */
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 5_000
const ATTEMPTS = 3

// Standard input is a pipe that nobody writes to: it closes when our process ends, even by SIGKILL, and then the whole
// group goes. Otherwise a crashed test would leave an emulator behind for ever.
const LAUNCH = `
import os, signal, sys, threading
def follow_parent():
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)
if os.environ.pop("TRELLIS_EMULATOR_KEEP", "") != "1":
    threading.Thread(target=follow_parent, daemon=True).start()
from ministack.app import main
sys.argv = ["ministack"]
main()
`

/** Starts an AWS emulator of one's own, on loopback only, and answers when it is ready. */
export async function startMinistack(options: StartOptions = {}): Promise<RunningMinistack> {
  const { bin } = await ensureMinistack()
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
  const stop = async () => {
    await end(child)
    if (!options.dataDir) await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
  const endpoint = `http://127.0.0.1:${port}`
  try {
    await untilHealthy(child, endpoint, log)
  } catch (error) {
    await stop()
    throw error
  }
  if (options.keep) child.unref()
  return { endpoint, port, pid, log, stop }
}

async function launch(bin: string, port: number, home: string, log: string, options: StartOptions) {
  const tmp = join(home, 'tmp')
  await mkdir(join(tmp, 'node_modules'), { recursive: true })
  // Lambdas are unpacked below TMPDIR and look upwards for what they import, so they find the AWS SDK which every
  // Node runtime of the real Lambda carries.
  await symlink(lambdaSdk(), join(tmp, 'node_modules', '@aws-sdk')).catch(ignoreExisting)
  const file = await open(log, 'a')
  try {
    return spawn(bin, ['-c', LAUNCH], {
      cwd: home,
      // A group of its own, so that stop() reaches the Lambdas too.
      detached: true,
      stdio: [options.keep ? 'ignore' : 'pipe', file.fd, file.fd],
      env: {
        // Lambdas run on the first `node` of this path.
        PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
        HOME: home,
        LANG: 'C.UTF-8',
        TMPDIR: tmp,
        GATEWAY_PORT: String(port),
        BIND_HOST: '127.0.0.1',
        STATE_DIR: join(home, 'state'),
        S3_DATA_DIR: join(home, 's3'),
        ...(options.dataDir ? { PERSIST_STATE: '1', S3_PERSIST: '1' } : {}),
        // A second listener on a fixed port: two emulators on one machine would collide on it.
        IOT_MTLS_ENABLED: '0',
        PYTHONDONTWRITEBYTECODE: '1',
        ...(options.keep ? { TRELLIS_EMULATOR_KEEP: '1' } : {}),
        ...options.env,
      },
    })
  } finally {
    await file.close()
  }
}

async function untilHealthy(child: ChildProcess, endpoint: string, log: string): Promise<void> {
  let failed: unknown
  child.once('error', error => {
    failed = error
  })
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (failed || child.exitCode !== null || child.signalCode) throw await startFailure(endpoint, log, failed)
    const answer = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => null,
    )
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

async function end(child: ChildProcess): Promise<void> {
  const pid = child.pid
  if (!pid) return
  const gone = child.exitCode !== null || child.signalCode ? Promise.resolve() : once(child, 'exit')
  signalGroup(pid, 'SIGTERM')
  await Promise.race([gone, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })])
  signalGroup(pid, 'SIGKILL')
  await gone
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
