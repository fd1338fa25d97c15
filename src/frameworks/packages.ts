import type { PackageManager } from '../contract/detect.ts'
import { type Folder, firstOf, openFolder } from './folder.ts'
import { parentOf, type Reader } from './reader.ts'

const lockfiles: Readonly<Record<string, PackageManager>> = {
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
}

/** The package manager of a folder: what package.json says, else the nearest lockfile, here or in a folder above. */
export async function packagesOf(reader: Reader, start: Folder): Promise<Packages> {
  let said: { manager: PackageManager; reason: string } | undefined
  for (let folder: Folder | undefined = start; folder; ) {
    const named = /^(npm|pnpm|yarn|bun)@/.exec(folder.packageJson?.packageManager ?? '')?.[1]
    if (named)
      said ??= { manager: named as PackageManager, reason: `package.json names ${named} as its package manager` }
    const own = Object.keys(lockfiles).filter(name => folder?.names.has(name))
    const lockfile = own.find(name => !said || lockfiles[name] === said.manager)
    const manager = lockfile && lockfiles[lockfile]
    if (lockfile && manager)
      return {
        manager,
        folder: folder.path,
        lockfile,
        reason: said?.reason ?? `${lockfile} lies ${where(folder, start)}`,
      }
    const parent = parentOf(folder.path)
    folder = parent === undefined ? undefined : await openFolder(reader, parent)
  }
  if (said) return { ...said, folder: start.path, lockfile: null }
  const python = firstOf(start, ['requirements.txt', 'Pipfile', 'pyproject.toml'])
  const manager = start.packageJson ? 'npm' : python ? 'pip' : 'none'
  return { manager, folder: start.path, lockfile: null, reason: null }
}

const where = (folder: Folder, start: Folder): string =>
  folder.path === start.path ? 'here' : `in ${folder.path === '.' ? 'the root of the repository' : folder.path}`

/** Without a lockfile every build would install something else; such a deployment is refused. */
export function lockfileProblem({ packageJson }: Folder, { manager, lockfile }: Packages): string | null {
  const name = Object.keys(lockfiles).find(file => lockfiles[file] === manager)
  if (!packageJson || lockfile !== null || !name || manager === 'poetry') return null
  return `package.json has no ${name} beside it: run \`${manager} install\` and commit it.`
}

/** What `npm init` writes. */
const placeholder = /no test specified/

/** The test command that the package really has. */
export function testCommandOf({ packageJson }: Folder, manager: PackageManager): string | null {
  const script = packageJson?.scripts.test
  if (script === undefined || script.trim() === '' || placeholder.test(script)) return null
  return manager === 'pnpm' || manager === 'yarn' ? `${manager} test` : manager === 'bun' ? 'bun run test' : 'npm test'
}
