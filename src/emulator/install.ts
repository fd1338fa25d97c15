import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { EmulatorError } from './errors.ts'
import { findPython } from './python.ts'
import { runToEnd } from './run-to-end.ts'

const run = promisify(execFile)

export interface PythonTool {
  /** Of the Python package index. */
  readonly name: string
  readonly version: string
  /** All below it, as constraints of pip. */
  readonly pinned: readonly string[]
  /** Of those, what it needs for our use and does not ask for by itself. */
  readonly besides?: readonly string[]
  /** What it is, in the sentence that says it cannot be had. */
  readonly what: string
}

export const MINISTACK_VERSION = '1.5.33'

// Pinned with everything below it, so that a demo of today runs the same a year from now.
const PINNED = [
  'botocore==1.43.106',
  'defusedxml==0.7.1',
  'graphql-core==3.2.12',
  'h11==0.16.0',
  'h2==4.4.1',
  'hpack==4.2.0',
  'hypercorn==0.18.0',
  'hyperframe==6.1.0',
  'jmespath==1.1.0',
  'jsonata-python==0.7.1',
  'priority==2.0.0',
  'python-dateutil==2.9.0.post0',
  'PyYAML==6.0.3',
  'six==1.17.0',
  'urllib3==2.8.0',
  'wsproto==1.3.2',
]

const HALF_MADE_FOR_SURE_MS = 60 * 60_000

export interface Ministack {
  /** The Python of the emulator's own virtual environment. */
  readonly bin: string
  readonly version: string
}

export interface InstallOptions {
  readonly cacheDir?: string
  /** Gives it up, and leaves nothing of it. */
  readonly signal?: AbortSignal | undefined
}

export const ensureMinistack = async (options: InstallOptions = {}): Promise<Ministack> => ({
  bin: await ensurePythonTool(
    { name: 'ministack', version: MINISTACK_VERSION, pinned: PINNED, what: 'The AWS emulator' },
    options,
  ),
  version: MINISTACK_VERSION,
})

/**
 * A tool of Python in a virtual environment of its own, installed on the first call and found again afterwards. It is built
 * in a folder of another name and renamed when it is whole: a killed installation leaves nothing that looks finished, and
 * two at once do no harm.
 * @returns the Python of its environment
 */
export async function ensurePythonTool(tool: PythonTool, options: InstallOptions = {}): Promise<string> {
  const cache = options.cacheDir ?? (await defaultCache())
  const folder = `${tool.name}-${tool.version}`
  const home = join(cache, folder)
  const bin = join(home, 'bin', 'python')
  if (await isWhole(tool, bin)) return bin

  const python = await findPython()
  await mkdir(cache, { recursive: true })
  await sweep(cache, tool)
  const draft = await mkdtemp(join(cache, `.${folder}-`))
  try {
    await install(tool, python, draft, options.signal)
    // Whatever stands there was not whole when we looked; if another process has finished meanwhile, keep its work.
    if (!(await isWhole(tool, bin))) await rm(home, { recursive: true, force: true })
    await rename(draft, home).catch(async (error: unknown) => {
      if (!(await isWhole(tool, bin))) throw error
    })
  } catch (error) {
    options.signal?.throwIfAborted()
    throw failure(tool, error)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return bin
}

async function install(
  { name, version, pinned, besides = [] }: PythonTool,
  python: string,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  await runToEnd(python, ['-m', 'venv', folder], signal)
  const constraints = join(folder, 'constraints.txt')
  await writeFile(constraints, `${pinned.join('\n')}\n`)
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--constraint', constraints]
  await runToEnd(join(folder, 'bin', 'python'), [...pip, `${name}==${version}`, ...besides], signal)
}

async function isWhole({ name, version }: PythonTool, bin: string): Promise<boolean> {
  try {
    const { stdout } = await run(bin, ['-c', `import importlib.metadata as m; print(m.version("${name}"))`])
    return stdout.trim() === version
  } catch {
    return false
  }
}

/** Removes what killed installations left behind, but nothing that may still be at work. */
async function sweep(cache: string, tool: PythonTool): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(`.${tool.name}-`)) continue
    const folder = join(cache, name)
    const age = Date.now() - (await stat(folder).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs
    if (age > HALF_MADE_FOR_SURE_MS) await rm(folder, { recursive: true, force: true })
  }
}

async function defaultCache(): Promise<string> {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
  try {
    await access(root, constants.W_OK)
    return join(root, '.cache')
  } catch {
    return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'trellis')
  }
}

function failure({ name, version, what }: PythonTool, error: unknown): EmulatorError {
  if (error instanceof EmulatorError) return error
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').slice(-3) : [error]
  return new EmulatorError(
    'emulator_install_failed',
    `${what} ${name}-${version} could not be installed: ${said.join(' ')}`,
    `It comes from the Python package index: check that \`pip download ${name}\` works here (network, proxy, certificates), then try again.`,
    { cause: error },
  )
}
