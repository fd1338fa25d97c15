import type { Failure, PhaseName } from '../contract/deployment.ts'
import type { DetectedApp } from '../contract/detect.ts'
import { failure } from '../core/failures.ts'
import { appCommand, readCdkJson } from './cdk.ts'
import { detectFolder } from './detect.ts'
import { type Folder, openFolder } from './folder.ts'
import { type Packages, packagesOf } from './packages.ts'
import { joinPath, type Reader } from './reader.ts'
import { parseTrellisYml, type TrellisYml, trellisYmlNames } from './trellis-yml.ts'

/** A command as data. A script is text that the user wrote, for `sh -c`; nothing else ever needs a shell. */
export type Command = { phase: PhaseName; cwd: string } & ({ argv: string[] } | { script: string })

/** What the tool itself does: run by Trellis's own worker, or by a command. */
export type DeployStep =
  | { kind: 'cdk'; app: string; build: string | null; context: Record<string, unknown> }
  | { kind: 'command'; command: Command; outputs: string | null }

/** Everything a deployment does with a checkout, in the order of the phases. Folders are relative to the checkout. */
export interface Plan {
  detected: DetectedApp
  /** Where the app lies; commands without a folder of their own run there. */
  folder: string
  packages: Packages
  install: Command | null
  test: Command | null
  beforeDeploy: Command | null
  build: Command | null
  deploy: DeployStep
  afterDeploy: Command | null
  remove: Command | null
  /** Folders to keep between builds besides the package manager's own. */
  cache: string[]
  node: string | null
  timeoutMinutes: number | null
}

export type Planned = { plan: Plan } | { failure: Failure }

/** Reads a checkout and says what is to be done, or why nothing can be. */
export async function planFor(reader: Reader, path: string): Promise<Planned> {
  const settings = await settingsOf(await openFolder(reader, path))
  if ('failure' in settings) return settings
  const inner = joinPath(path, settings.path ?? '.')
  const found = await detectFolder(reader, path)
  if (found.kind === 'ambiguous') {
    const { frameworks, why } = found.ambiguity
    return refuse('framework_ambiguous', `${place(inner)} two tools were found (${frameworks.join(' and ')}): ${why}`)
  }
  if (found.kind === 'none') return refuse('framework_unknown', `${place(inner)} no deployment tool was recognised.`)
  const { app, folder } = found
  if (folder.names.size === 0)
    return refuse('framework_unknown', `trellis.yml names the folder ${inner}, in which there is nothing.`)
  if (found.missing)
    return refuse(
      'framework_unknown',
      `trellis.yml chooses ${app.framework}, of which there is no sign ${place(inner, 'in')}.`,
    )
  if (!app.supported)
    return refuse(
      'framework_unsupported',
      `Trellis recognised ${app.framework}, which it cannot deploy yet: ${app.reasons.join('; ')}.`,
    )
  return await assemble(reader, folder, app, settings)
}

async function assemble(reader: Reader, folder: Folder, detected: DetectedApp, settings: TrellisYml): Promise<Planned> {
  const cwd = folder.path
  const packages = await packagesOf(reader, folder)
  const own = (phase: PhaseName, script: string | undefined): Command | null => (script ? { phase, cwd, script } : null)
  const deploy = settings.deploy
  const cdk = detected.framework === 'cdk' && deploy === undefined ? await readCdkJson(folder) : undefined
  if (deploy === undefined && cdk?.app === undefined)
    return refuse('framework_unknown', `${place(cwd)} nothing says how to deploy: trellis.yml needs a deploy command.`)
  const install = own('install', settings.install) ?? installOf(folder, packages)
  if (install === 'no lockfile')
    return refuse('lockfile_missing', `${place(cwd)} package.json has no package-lock.json beside it.`)
  return {
    plan: {
      detected,
      folder: cwd,
      packages,
      install,
      test: testOf(cwd, settings, detected),
      beforeDeploy: own('before-deploy', settings.before_deploy),
      build: own('build', settings.build),
      deploy:
        deploy === undefined
          ? { kind: 'cdk', app: appCommand(cdk?.app ?? ''), build: cdk?.build ?? null, context: cdk?.context ?? {} }
          : { kind: 'command', command: { phase: 'deploy', cwd, script: deploy }, outputs: outputsOf(cwd, settings) },
      afterDeploy: own('after-deploy', settings.after_deploy),
      remove: own('remove', settings.remove),
      cache: (settings.cache ?? []).map(each => joinPath(cwd, each)),
      node: settings.node === undefined ? null : String(settings.node),
      timeoutMinutes: minutes(settings.timeout),
    },
  }
}

const cleanInstall: Partial<Record<Packages['manager'], string[]>> = {
  npm: ['npm', 'ci', '--no-audit', '--no-fund'],
  pnpm: ['pnpm', 'install', '--frozen-lockfile'],
  yarn: ['yarn', 'install', '--immutable'],
  bun: ['bun', 'install', '--frozen-lockfile'],
}

function installOf(folder: Folder, packages: Packages): Command | null | 'no lockfile' {
  const argv = cleanInstall[packages.manager]
  if (!argv || !folder.packageJson) return null
  return packages.lockfile === null ? 'no lockfile' : { phase: 'install', cwd: packages.folder, argv }
}

function testOf(cwd: string, settings: TrellisYml, detected: DetectedApp): Command | null {
  if (settings.test === false) return null
  if (settings.test !== undefined) return { phase: 'test', cwd, script: settings.test }
  return detected.test === null ? null : { phase: 'test', cwd, argv: detected.test.split(' ') }
}

const outputsOf = (cwd: string, { outputs }: TrellisYml): string | null =>
  outputs === undefined ? null : joinPath(cwd, outputs)

function minutes(timeout: string | undefined): number | null {
  const [, count, unit] = /^(\d+)(m|h)$/.exec(timeout ?? '') ?? []
  return count === undefined ? null : Number(count) * (unit === 'h' ? 60 : 1)
}

async function settingsOf(folder: Folder): Promise<TrellisYml | { failure: Failure }> {
  const file = trellisYmlNames.find(name => folder.names.has(name))
  if (!file) return {}
  const parsed = parseTrellisYml((await folder.read(file)) ?? '')
  return 'problem' in parsed ? refuse('trellis_yml_invalid', parsed.problem.message) : parsed.settings
}

const refuse = (...[code, message]: [Parameters<typeof failure>[0], string]) => ({
  failure: failure(code, null, message),
})

const place = (path: string, word = 'In'): string => `${word} ${path === '.' ? 'the root of the repository' : path}`
