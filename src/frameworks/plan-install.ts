import type { Failure } from '../contract/deployment.ts'
import type { Command } from './command.ts'
import type { Finding } from './finding.ts'
import type { Folder } from './folder.ts'
import { openFolder } from './folder.ts'
import { installCommands, isBerry, lockfileName } from './packages/install.ts'
import { nodeWish, type Wish } from './packages/node-version.ts'
import type { Packages } from './packages/packages.ts'
import { pythonInstall } from './packages/python.ts'
import type { LockfileAge } from './packages/toolchain.ts'
import type { Reader } from './reader.ts'
import { place, refuse } from './refuse.ts'
import type { TrellisYml } from './trellis-yml.ts'

export interface Installed {
  /** One after the other; none: there is nothing to install. */
  install: Command[]
  /** For the choice of the package manager's version where nothing names one. */
  lockfileAge: LockfileAge
  /** The Node that the app asks for. */
  node: Wish | null
  /** The folder in which the install makes a virtual environment of Python. */
  python: string | null
}

interface Given {
  folder: Folder
  packages: Packages
  settings: TrellisYml
  finding: Finding
}

export async function lockfileAgeOf(packages: Packages, root: Folder): Promise<LockfileAge> {
  const text = packages.lockfile === null ? '' : ((await root.read(packages.lockfile)) ?? '')
  return { berry: await isBerry(packages, root), head: text.slice(0, 1_000) }
}

/** How packages come into the checkout, and with which Node and package manager. */
export async function installOf(reader: Reader, given: Given): Promise<Installed | { failure: Failure }> {
  const { folder, packages, settings, finding } = given
  const node = await nodeWish(reader, folder, settings.node === undefined ? undefined : String(settings.node))
  if (typeof node === 'string') return refuse('node_unavailable', `${place(folder.path)} ${node}.`)
  const root = packages.folder === folder.path ? folder : await openFolder(reader, packages.folder)
  const lockfileAge = await lockfileAgeOf(packages, root)
  const command = (cwd: string) => (argv: string[]) => ({ phase: 'install' as const, cwd, argv })
  if (settings.install !== undefined)
    return {
      install: [{ phase: 'install', cwd: folder.path, script: settings.install }],
      lockfileAge,
      node,
      python: null,
    }
  const python = finding.python ? pythonInstall(finding.python).map(command(folder.path)) : []
  const withPython = finding.python ? folder.path : null
  // Beside an app in Python package.json brings a tool at most.
  if (packages.lockfile === null && finding.python) return { install: python, lockfileAge, node, python: withPython }
  if (packages.problem) return refuse('packages_ambiguous', `${place(folder.path)} ${packages.problem}.`)
  const wanted = lockfileName[packages.manager] ?? 'lockfile'
  // A service without a package.json of its own is started by a tool that a folder above brings.
  const byPackages = folder.packageJson !== undefined || finding.byPackages === true
  if (byPackages && packages.lockfile === null)
    return refuse(
      'lockfile_missing',
      `${place(folder.path)} package.json has no ${wanted} beside it.`,
      `Commit ${wanted}, so that every build installs the same packages.`,
    )
  const own = byPackages ? installCommands(packages, lockfileAge).map(command(packages.folder)) : []
  return { install: [...own, ...python], lockfileAge, node, python: withPython }
}
