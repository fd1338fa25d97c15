import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '../src/client/client.ts'
import { freePort } from '../src/emulator/port.ts'
import { endFamily } from '../src/platform/process-family.ts'
import { untilHealthy } from './until-healthy.ts'

export interface TrellisServer {
  readonly url: string
  readonly pid: number
  readonly token: string
  readonly client: Client
  /** Milliseconds from its spawn until /healthz answered. */
  readonly readyMs: number
  /** Waits until no build machine is left. */
  atRest(): Promise<void>
  /** Ends it, and the build machines that would outlive it. */
  stop(): Promise<void>
}

/** Of this checkout. */
export const trellis = fileURLToPath(new URL('../bin/trellis.js', import.meta.url))

export interface ServerSettings {
  /** Default: the `trellis` of this checkout. */
  readonly program?: string
  readonly flags?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** `trellis up` as people start it, in a home below `folder`, fresh unless there is one. @param compileCache where Node keeps compiled files */
export async function startTrellis(
  folder: string,
  compileCache: string,
  { program = trellis, flags = [], env = {} }: ServerSettings = {},
): Promise<TrellisServer> {
  await mkdir(folder, { recursive: true })
  const home = join(folder, 'home')
  const said = join(folder, 'server.log')
  const port = await freePort()
  const log = openSync(said, 'a')
  const startedAt = performance.now()
  const args = [program, 'up', '--port', String(port), '--home', home, '--no-dashboard', ...flags]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', log, log],
    env: { ...environmentOfServer(), NODE_COMPILE_CACHE: compileCache, ...env },
  })
  closeSync(log)
  const stop = () => endAll(child, home)
  const url = `http://127.0.0.1:${port}`
  try {
    await untilHealthy(child, url)
    const readyMs = performance.now() - startedAt
    const token = (await readFile(join(home, 'token'), 'utf8')).trim()
    const atRest = async () => {
      while ((await startedDeployments(home)).length > 0) await pause(100)
    }
    return { url, pid: child.pid ?? 0, token, client: createClient({ url, token }), readyMs, atRest, stop }
  } catch (cause) {
    await stop()
    throw new Error(`The server did not start:\n${await readFile(said, 'utf8')}`, { cause })
  }
}

/** This machine's, without what would lead a server or its tools to somebody's cloud or to another Trellis. */
function environmentOfServer(): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|CDK_|TRELLIS_|NODE_COMPILE_CACHE$)/
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !foreign.test(key)))
}

async function endAll(child: ChildProcess, home: string): Promise<void> {
  const running = child.exitCode === null && child.signalCode === null
  if (running && child.pid !== undefined) {
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    const insist = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await exit
    clearTimeout(insist)
  }
  for (const deployment of await startedDeployments(home)) {
    await endFamily({ root: null, cookie: `TRELLIS_JOB=${deployment}` }, 1_000)
  }
}

/** Builds go on without their server, which is right for users, and wrong at the end of a benchmark that was broken off. */
async function startedDeployments(home: string): Promise<string[]> {
  const names = await readdir(join(home, 'jobs', 'records')).catch(() => [])
  return names.filter(name => name.endsWith('.json')).map(name => name.slice(0, -'.json'.length))
}
