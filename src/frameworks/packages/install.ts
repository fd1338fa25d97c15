import type { Folder } from '../folder.ts'
import type { Packages } from './packages.ts'

/**
 * The commands that install exactly what the lockfile names, run in `packages.folder`. In a workspace npm and pnpm take
 * only what the app and the root need; yarn and bun have no such command that also keeps to the lockfile.
 * @param berry yarn 2 and later, which share little but the name with yarn 1
 */
export function installCommands({ manager, member }: Packages, berry: boolean): string[][] {
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
      return [['yarn', 'install', ...(berry ? ['--immutable'] : ['--frozen-lockfile', '--non-interactive'])]]
    case 'bun':
      return [['bun', 'install', '--frozen-lockfile']]
    case 'pip':
    case 'poetry':
    case 'none':
      return []
  }
}

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
