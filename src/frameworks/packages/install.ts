import semver from 'semver'
import type { Folder } from '../folder.ts'
import type { Packages } from './packages.ts'
import { askedManager, type LockfileAge } from './toolchain.ts'

/**
 * The commands that install exactly what the lockfile names, run in `packages.folder`. In a workspace they take only what
 * the app and the root need, save with yarn before 4, which has no such command that keeps to the repository.
 */
export function installCommands(packages: Packages, age: LockfileAge): string[][] {
  const { manager, member, names } = packages
  const asked = askedManager(packages, age)?.version
  // Some write `stable` in `devEngines`, which is no range.
  const oldest = asked !== undefined && semver.validRange(asked) !== null ? semver.minVersion(asked) : null
  const isSince = (least: string) => oldest !== null && semver.gte(oldest, least)
  switch (manager) {
    case 'npm':
      return [
        [
          'npm',
          'ci',
          '--no-audit',
          '--no-fund',
          ...(member ? ['--workspace', member, '--include-workspace-root'] : []),
        ],
      ]
    case 'pnpm':
      return [
        ['pnpm', 'install', '--frozen-lockfile', ...(member ? ['--filter', `{${member}}...`, '--filter', '{.}'] : [])],
      ]
    case 'yarn':
      if (!age.berry) return [['yarn', 'install', '--frozen-lockfile', '--non-interactive']]
      return names && isSince('4.0.0')
        ? [writesLockfile, ['yarn', 'workspaces', 'focus', ...names]]
        : [['yarn', 'install', '--immutable']]
    case 'bun':
      return [
        [
          ...['bun', 'install', '--frozen-lockfile'],
          // Tried from here on.
          ...(member && (asked === '1' || isSince('1.1.45')) ? ['--filter', `./${member}`, '--filter', './'] : []),
        ],
      ]
    case 'pip':
    case 'poetry':
    case 'none':
      return []
  }
}

/**
 * `workspaces focus` takes a lockfile that does not fit, and whatever it names not as it pleases. This fetches nothing, and
 * writes the lockfile anew: when it fits, as it was. `--immutable` cannot be given with it, so whoever runs it compares.
 */
const writesLockfile = ['yarn', 'install', '--mode=update-lockfile']

/** Whether a command may change the lockfile, which then did not fit. */
export const mayWriteLockfile = (argv: readonly string[]): boolean => argv.join(' ') === writesLockfile.join(' ')

/** Whether yarn's lockfile is of yarn 2 or later. */
export async function isBerry({ manager, folder, lockfile }: Packages, root: Folder): Promise<boolean> {
  if (manager !== 'yarn' || lockfile === null || root.path !== folder) return false
  return /^__metadata:/m.test((await root.read('yarn.lock')) ?? '')
}

/** A program that a package of the app brings, such as a deployment tool. Nothing is fetched for it. */
export function runInstalled(manager: Packages['manager'], program: string, ...args: string[]): string[] {
  switch (manager) {
    case 'pnpm':
      return ['pnpm', 'exec', program, ...args]
    case 'yarn':
      return ['yarn', 'run', program, ...args]
    case 'bun':
      return ['bun', 'run', program, ...args]
    default:
      return ['npx', '--no-install', program, ...args]
  }
}

/** What the package manager reads besides package.json and its lockfile. */
export const settingsFiles = [
  ...['.npmrc', 'pnpm-workspace.yaml', '.pnpmfile.cjs', '.pnpmfile.mjs'],
  ...['.yarnrc', '.yarnrc.yml', 'bunfig.toml'],
] as const

export const lockfileName: Partial<Record<Packages['manager'], string>> = {
  npm: 'package-lock.json',
  pnpm: 'pnpm-lock.yaml',
  yarn: 'yarn.lock',
  bun: 'bun.lock',
}

/** Without a lockfile every build would install something else; such a deployment is refused. */
export function lockfileProblem({ manager, lockfile }: Packages): string | null {
  if (lockfile !== null) return null
  const name = lockfileName[manager]
  if (!name) return 'no lockfile lies here or in a folder above: commit that of your package manager.'
  return `package.json has no ${name} beside it: run \`${manager} install\` and commit it.`
}

/** Of Python, at the place where people and tools look for it. */
export const virtualEnvironment = '.venv'
