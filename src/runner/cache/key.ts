import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { type Folder, openFolder } from '../../frameworks/folder.ts'
import { settingsFiles } from '../../frameworks/packages/install.ts'
import type { Plan } from '../../frameworks/plan.ts'
import { joinPath, type Reader } from '../../frameworks/reader.ts'
import type { Job } from '../job/job.ts'
import { installHooks, type PackageFile, rootHooks } from './hooks.ts'

export type Parts = Readonly<Record<string, string>>

export const variablesPart = 'the variables that an install sees'

/** What decides an install; two installs with the same key give the same folders. */
export interface CacheKey {
  readonly key: string
  /** What it was made of, each by a digest under the name that people know it by: told apart when an install is not found. */
  readonly parts: Parts
  /** Scripts of the package itself that an install runs: they may write outside of node_modules, so they run again. */
  readonly hooks: readonly string[]
}

/** @returns why this install cannot be kept, when it cannot. */
export async function cacheKey(job: Job, plan: Plan, reader: Reader): Promise<CacheKey | string> {
  const { packages, install } = plan
  const { manager, lockfile: lockfileName } = packages
  if (install.length === 0 || install.some(command => 'script' in command))
    return 'the install command is the app’s own'
  if (lockfileName === null || !nodeManagers.has(manager))
    return plan.python === null ? `${manager} has no lockfile here` : 'what pip and Poetry install is not kept'
  const read = (name: string) => reader.read(joinPath(packages.folder, name))
  const [lockfile, packageJson, ...settings] = await Promise.all(
    [lockfileName, 'package.json', ...settingsFiles].map(read),
  )
  const parsed = parse(packageJson)
  // What a patch does stands in the lockfiles of the others.
  if (manager === 'bun' && parsed.patchedDependencies !== undefined) return 'patches change what bun installs'
  const members =
    manager === 'npm' ? workspaces(lockfile) : await workspaceMembers(reader, await openFolder(reader, packages.folder))
  for (const folder of ['.', ...members]) {
    if (!(await isAddon(reader, joinPath(packages.folder, folder)))) continue
    // npm builds it without being told, `npm run` does not; and what it compiles lies beside node_modules.
    return `${folder === '.' ? 'the package' : `the workspace ${folder}`} is compiled when it is installed (binding.gyp)`
  }
  for (const member of members) {
    const hooks = installHooks(parse(await read(`${member}/package.json`)))
    if (hooks.length > 0) return `the workspace ${member} has install scripts of its own`
  }
  const hooks = rootHooks(parsed)
  const inputs = {
    // What such a script does depends on files that nobody names: then only the same commit is the same.
    commit: hooks.length > 0 ? job.spec.deployment.commit : null,
    install: install.map(command => 'argv' in command && command.argv),
    folder: packages.folder,
    lockfile: lockfile,
    settings: settings.map(text => text ?? null),
    package: relevant(parsed),
    npm: job.surroundings.npmVersion,
    node: job.surroundings.nodeVersion,
    image: job.surroundings.image,
    // The folders in which they lie are named by their versions.
    tools: job.path,
    platform: [process.platform, process.arch, libc()],
    variables: settingsOf(job),
  }
  const parts = {
    [lockfileName]: inputs.lockfile,
    'package.json': inputs.package,
    'the settings of the package manager': inputs.settings,
    Node: [inputs.node, inputs.platform, inputs.image],
    [manager]: [inputs.npm, inputs.tools, inputs.install],
    [variablesPart]: inputs.variables,
    'the commit, on which its own install scripts may depend,': inputs.commit,
  }
  return {
    key: digest(inputs),
    parts: Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, digest(value ?? null)])),
    hooks,
  }
}

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 40)

/** It parses YAML, which takes a library: not before it is wanted. */
async function workspaceMembers(...of: [Reader, Folder]): Promise<string[]> {
  const { membersOf } = await import('../../frameworks/packages/workspace.ts')
  return membersOf(...of)
}

const nodeManagers = new Set(['npm', 'pnpm', 'yarn', 'bun'])

async function isAddon(reader: Reader, folder: string): Promise<boolean> {
  if (!(await reader.exists(joinPath(folder, 'binding.gyp')))) return false
  return parse(await reader.read(joinPath(folder, 'package.json'))).gypfile !== false
}

const relevantFields = [
  ...['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies', 'overrides'],
  ...['workspaces', 'packageManager', 'engines', 'os', 'cpu', 'libc', 'allowScripts', 'bin', 'name'],
]
const relevant = (parsed: PackageFile): unknown => [
  relevantFields.map(field => parsed[field] ?? null),
  installHooks(parsed).map(hook => parsed.scripts?.[hook]),
]

/** Install scripts can see these. A secret counts by its name: its value hardly decides what is installed, and must not be guessable from a key. */
function settingsOf({ spec }: Job): unknown {
  return spec.variables
    .filter(({ steps }) => steps === null || steps.includes('install'))
    .map(({ key, value, secret }) => (secret ? [key] : [key, value]))
    .sort()
}

function workspaces(lockfile: string | undefined): string[] {
  const { packages = {} } = parse(lockfile) as { packages?: Record<string, unknown> }
  return Object.keys(packages).filter(
    path => path !== '' && !/(^|\/)node_modules\//.test(path) && !path.startsWith('..'),
  )
}

function parse(text: string | undefined): PackageFile {
  try {
    return JSON.parse(text ?? '{}') as PackageFile
  } catch {
    return {}
  }
}

/** Native packages of glibc do not load under musl. */
function libc(): string {
  try {
    return realpathSync('/lib/ld-musl-x86_64.so.1').includes('musl') ? 'musl' : 'glibc'
  } catch {
    return 'glibc'
  }
}
