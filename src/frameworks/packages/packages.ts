import semver from 'semver'
import type { PackageManager } from '../../contract/detect.ts'
import { type Folder, firstOf, openFolder } from '../folder.ts'
import { parentOf, type Reader } from '../reader.ts'
import { type NamedManager, namedManager } from './named-manager.ts'
import { memberPath } from './workspace.ts'

export const lockfiles: Readonly<Record<string, PackageManager>> = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'poetry.lock': 'poetry',
}

export interface Packages {
  manager: PackageManager
  /** Where packages are installed: the folder itself, or the workspace around it that holds the lockfile. */
  folder: string
  /** Null: there is none, so two installs may differ. */
  lockfile: string | null
  reason: string | null
  /** The version that package.json names: exact, or a range of `engines`. Null: nothing says. */
  version: string | null
  /** The field of package.json that says so. */
  versionFrom: 'packageManager' | 'devEngines' | 'engines' | null
  /** The app's own folder as a member of the workspace in `folder`; null where it is none. */
  member: string | null
  /** The names of that member and of the workspace's root; null where one of them has none. */
  names: readonly string[] | null
  /** Why nothing can be installed with certainty, and how to mend it. */
  problem: string | null
}

/** The package manager of a folder: what package.json says, else the nearest lockfile, here or in a folder above. */
export async function packagesOf(reader: Reader, start: Folder): Promise<Packages> {
  let said: NamedManager | undefined
  for (let folder: Folder | undefined = start; folder; ) {
    said ??= namedManager(folder)
    if (said?.problem !== undefined) return without(start, 'none', said.problem)
    const own = Object.keys(lockfiles).filter(name => folder?.names.has(name))
    const lockfile = own.find(name => !said || lockfiles[name] === said.manager)
    const manager = lockfile && lockfiles[lockfile]
    if (lockfile && manager) return await found({ start, folder, lockfile, manager, own, said })
    // Its lockfile lies elsewhere, and none of the others knows it.
    if (folder.names.has('rush.json')) return without(start, 'none', byRush(folder, start))
    const parent = parentOf(folder.path)
    folder = parent === undefined ? undefined : await openFolder(reader, parent)
  }
  if (said)
    return { ...without(start, said.manager), reason: said.reason, version: said.version, versionFrom: said.field }
  const python = firstOf(start, ['requirements.txt', 'Pipfile', 'pyproject.toml'])
  return without(start, start.packageJson ? 'npm' : python ? 'pip' : 'none')
}

const without = (start: Folder, manager: PackageManager, problem: string | null = null): Packages => ({
  manager,
  folder: start.path,
  lockfile: null,
  reason: null,
  version: null,
  versionFrom: null,
  member: null,
  names: null,
  problem,
})

const byRush = (folder: Folder, start: Folder): string =>
  `rush.json lies ${where(folder, start)}: packages that Rush installs are installed by a command of your own, \`install:\` in trellis.yml`

interface Found {
  start: Folder
  folder: Folder
  lockfile: string
  manager: PackageManager
  own: readonly string[]
  said: NamedManager | undefined
}

async function found({ start, folder, lockfile, manager, own, said }: Found): Promise<Packages> {
  const reason = said?.reason ?? `${lockfile} lies ${where(folder, start)}`
  const member = folder.path === start.path ? null : await memberPath(folder, start.path)
  const names = [start.packageJson?.name, folder.packageJson?.name].filter(name => name !== undefined)
  const asked = folder.packageJson?.engines[manager] ?? ''
  const engines = asked === '' || isWord(asked) ? undefined : asked
  const version = said?.version ?? engines ?? null
  const versionFrom = said?.version ? said.field : engines === undefined ? null : 'engines'
  const ofNode = [...new Set(own.map(name => lockfiles[name]))].filter(each => each !== 'poetry')
  const problem =
    !said && ofNode.length > 1
      ? `${own.join(' and ')} both lie ${where(folder, start)}: delete one, or name one in "packageManager" of package.json`
      : member === null && isLeftOut(start, folder)
        ? `${lockfile} lies ${where(folder, start)}, whose workspace does not list ${start.path}: list it, or commit a lockfile beside its package.json`
        : null
  return {
    manager,
    folder: folder.path,
    lockfile,
    reason,
    version,
    versionFrom,
    member,
    names: member && names.length === 2 ? names : null,
    problem,
  }
}

/** `please-use-yarn`, which tells people and is no version. */
const isWord = (asked: string): boolean => semver.validRange(asked) === null && /^[a-z]{2}/i.test(asked)

/** What `engines` says of the package manager, where that is passed over. */
export function wordInEngines({ manager, version }: Packages, { packageJson }: Folder): string | undefined {
  const asked = packageJson?.engines[manager] ?? ''
  return version === null && isWord(asked)
    ? `engines of package.json asks for ${manager} "${asked}", which is no version and is passed over.`
    : undefined
}

/** Its packages stand in no lockfile. A folder that wants none may lie below one all the same. */
const isLeftOut = (start: Folder, folder: Folder): boolean =>
  start.path !== folder.path &&
  Object.keys({ ...start.packageJson?.dependencies, ...start.packageJson?.devDependencies }).length > 0

const where = (folder: Folder, start: Folder): string =>
  folder.path === start.path ? 'here' : `in ${folder.path === '.' ? 'the root of the repository' : folder.path}`

/** What `npm init` writes. */
const placeholder = /no test specified/

/** The test command that the package really has. */
export function testCommandOf({ packageJson }: Folder, manager: PackageManager): string | null {
  const script = packageJson?.scripts.test
  if (script === undefined || script.trim() === '' || placeholder.test(script)) return null
  return manager === 'pnpm' || manager === 'yarn' ? `${manager} test` : manager === 'bun' ? 'bun run test' : 'npm test'
}
