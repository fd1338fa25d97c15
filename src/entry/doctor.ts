import { execFile } from 'node:child_process'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AwsTargetAccounts } from '../adapters/aws/target-accounts.ts'
import { judgeHomeFolder } from '../adapters/local/home-folder.ts'
import type { Check } from '../cli/world.ts'
import { ApiError } from '../client/api-error.ts'
import { createClient } from '../client/client.ts'
import { TrellisError } from '../core/errors.ts'
import { findPython } from '../emulator/python.ts'
import { findEngine } from '../platform/containers/engine.ts'
import { removeTree } from '../platform/remove-tree.ts'
import { pickIsolation } from '../runner/isolation/pick.ts'
import { chooseIsolation, startEngine } from './choose-isolation.ts'

const run = promisify(execFile)
const leastFree = 2 * 1024 ** 3

/** What works on this machine, each found by using it. */
export const examine = (place: { home: string; url: string; containerImage?: string | undefined }): Promise<Check[]> =>
  Promise.all([
    node(),
    tool('git', 'Repositories are read with it.', 'Install git: `apt-get install git`, or from https://git-scm.com.'),
    tool('npm', 'Apps with a package-lock.json are installed with it.', 'Install Node.js: https://nodejs.org.', true),
    sandbox(),
    containers(place),
    home(place.home),
    aws(),
    python(),
    server(place.url),
  ])

async function node(): Promise<Check> {
  return { name: 'node', ok: Number.parseInt(process.versions.node, 10) >= 24, detail: process.version }
}

async function tool(name: string, use: string, hint: string, optional = false): Promise<Check> {
  try {
    const { stdout } = await run(name, ['--version'], { timeout: 20_000 })
    return { name, ok: true, optional, detail: stdout.trim().split('\n')[0] ?? '' }
  } catch {
    return { name, ok: false, optional, detail: `Not found. ${use}`, hint }
  }
}

async function sandbox(): Promise<Check> {
  const check = { name: 'sandbox', optional: true }
  const trial = await mkdtemp(join(tmpdir(), 'trellis-doctor-'))
  try {
    const bare = { writable: [], tmp: trial, readable: [], hide: [], trial, container: null }
    const picked = await pickIsolation('sandbox', { ...bare, cookie: 'TRELLIS_DOCTOR=1' })
    const problem = 'why' in picked ? picked : await picked.prove()
    if (!problem) return { ...check, ok: true, detail: 'Builds run in a sandbox (bubblewrap).' }
    return {
      ...check,
      ok: false,
      detail: `Builds run as plain processes, which can read what you can read: ${problem.why}.`,
      hint: 'Install it: `apt-get install bubblewrap`. In a container, unprivileged user namespaces must be allowed.',
    }
  } finally {
    await rm(trial, { recursive: true, force: true })
  }
}

/** With an image it is tried out; without one only the engine is asked. */
async function containers({
  home,
  containerImage,
}: {
  home: string
  containerImage?: string | undefined
}): Promise<Check> {
  const check = { name: 'containers', optional: containerImage === undefined }
  const scratch = await mkdtemp(join(tmpdir(), 'trellis-doctor-'))
  try {
    const engine = await findEngine(process.env)
    if ('why' in engine) throw new TrellisError('container_engine_unavailable', `${engine.why}.`, startEngine)
    if (containerImage !== undefined)
      await chooseIsolation({ isolation: 'container', containerImage }, { home, scratch })
    const tried =
      containerImage === undefined ? 'can be built in with --container-image' : `builds run in ${containerImage}`
    return { ...check, ok: true, detail: `A container engine answers at ${engine.socket}: ${tried}.` }
  } catch (error) {
    return { ...check, ok: false, detail: told(error).message, hint: told(error).hint }
  } finally {
    await removeTree(scratch)
  }
}

async function home(path: string): Promise<Check> {
  const check = { name: 'home' }
  try {
    const { bavail, bsize } = await statfs(judgeHomeFolder(path))
    const free = bavail * bsize
    const detail = `${path}, ${(free / 1024 ** 3).toFixed(1)} GB free`
    if (free >= leastFree) return { ...check, ok: true, detail }
    return {
      ...check,
      ok: false,
      detail,
      hint: 'Builds, artifacts and caches lie there: make room, or name another --home.',
    }
  } catch (error) {
    return { ...check, ok: false, detail: told(error).message, hint: told(error).hint }
  }
}

async function aws(): Promise<Check> {
  const check = { name: 'aws', optional: true }
  try {
    const accounts = new AwsTargetAccounts({ now: Date.now, defaultRegion: process.env.AWS_REGION })
    const chain = { name: null, region: null, endpointUrl: null, credentials: { kind: 'chain' } } as const
    const { accountId, region } = await within(10_000, accounts.access(chain))
    return { ...check, ok: true, detail: `Account ${accountId}, ${region}` }
  } catch (error) {
    const { message, hint } = told(error)
    return { ...check, ok: false, detail: message, hint: hint ?? 'Or add an account: trellis account add --help' }
  }
}

async function python(): Promise<Check> {
  const check = { name: 'python', optional: true }
  try {
    return { ...check, ok: true, detail: `${await findPython()}: \`trellis demo\` can run its AWS emulator.` }
  } catch (error) {
    return { ...check, ok: false, detail: told(error).message, hint: told(error).hint }
  }
}

async function server(url: string): Promise<Check> {
  const check = { name: 'server', optional: true }
  try {
    const { version } = await createClient({ url }).call('health', { signal: AbortSignal.timeout(5_000) })
    return { ...check, ok: true, detail: `Trellis ${version} answers at ${url}.` }
  } catch (error) {
    if (error instanceof ApiError) return { ...check, ok: false, detail: error.message, hint: error.hint }
    return { ...check, ok: false, detail: `${url} takes longer than 5 s to answer.`, hint: 'Look at its log.' }
  }
}

function told(error: unknown): { message: string; hint: string | undefined } {
  const hint = error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined
  return { message: error instanceof Error ? error.message : String(error), hint }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`AWS did not answer within ${ms / 1_000} s.`)), ms).unref()
  })
  return Promise.race([work, late])
}
