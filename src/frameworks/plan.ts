import type { Failure, PhaseName } from '../contract/deployment.ts'
import type { DetectedApp } from '../contract/detect.ts'
import type { FixedStage } from './cdk/fixed-stage.ts'
import { appCommand, readCdkJson } from './cdk.ts'
import type { Command } from './command.ts'
import { detect, detectFolder } from './detect.ts'
import type { Finding } from './finding.ts'
import { type Folder, openFolder } from './folder.ts'
import type { Need } from './needs.ts'
import { type Packages, packagesOf } from './packages/packages.ts'
import { type Installed, installOf } from './plan-install.ts'
import { joinPath, type Reader } from './reader.ts'
import { listed, place, refuse } from './refuse.ts'
import type { ToolApp } from './tools/tool.ts'
import { type Allowance, parseTrellisYml, type TrellisYml, trellisYmlNames } from './trellis-yml.ts'

export type { Command }

/** What the tool itself does: run by Trellis's own worker, or by a command. */
export type DeployStep =
  | { kind: 'cdk'; app: string; build: string | null; context: Record<string, unknown>; fixed?: FixedStage }
  | { kind: 'tool'; app: ToolApp }
  | { kind: 'command'; command: Command; outputs: string | null }

/** Everything a deployment does with a checkout, in the order of the phases. Folders are relative to the checkout. */
export interface Plan extends Installed {
  detected: DetectedApp
  /** Where the app lies; commands without a folder of their own run there. */
  folder: string
  packages: Packages
  test: Command | null
  /** In the log, where `test` is null. */
  whyNoTest: string
  beforeDeploy: Command | null
  build: Command | null
  deploy: DeployStep
  afterDeploy: Command | null
  remove: Command | null
  /** Folders to keep between builds besides the package manager's own. */
  cache: string[]
  needs: readonly Need[]
  timeoutMinutes: number | null
  /** What else belongs to the app, as patterns from the root of the repository. */
  watch: readonly string[]
  allow: readonly Allowance[]
  /** Why what would be built of this commit lacks its packages. */
  withoutPackages: Failure | null
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
  if (found.kind === 'none') return await nothingHere(reader, inner)
  const { app, folder, finding, refused } = found
  if (folder.names.size === 0)
    return refuse('framework_unknown', `trellis.yml names the folder ${inner}, in which there is nothing.`)
  if (finding.missing)
    return refuse(
      'framework_unknown',
      `trellis.yml chooses ${app.framework}, of which there is no sign ${place(inner, 'in')}.`,
    )
  if (!app.supported) return finding.ifChosen ? unsure(app, inner) : unsupported(app, inner)
  return await assemble(reader, folder, { detected: app, finding, settings, refused })
}

function unsupported({ framework, reasons, suggestion, mend }: DetectedApp, path: string): Planned {
  const message = `Trellis recognised ${framework}, which it cannot deploy yet: ${reasons.join('; ')}.`
  if (suggestion === null) return refuse('framework_unsupported', message, mend ?? undefined)
  const hint = `Its own commands can: write this into ${joinPath(path, 'trellis.yml')}.`
  const { failure } = refuse('framework_unsupported', message, hint)
  return { failure: { ...failure, trellisYml: suggestion } }
}

function unsure({ framework, reasons, choice }: DetectedApp, path: string): Planned {
  const message = `Trellis recognised ${framework}, and cannot see whether it may deploy it: ${reasons.join('; ')}.`
  const { failure } = refuse(
    'framework_unsupported',
    message,
    `If so, write this into ${joinPath(path, 'trellis.yml')}.`,
  )
  return { failure: { ...failure, ...(choice !== null && { trellisYml: choice }) } }
}

/** What lies below is not deployed by guess, but named. */
async function nothingHere(reader: Reader, path: string): Promise<Planned> {
  const nothing = `${place(path)} no deployment tool was recognised`
  const { apps, leftOut } = await detect(reader, path)
  if (apps.length === 0 && leftOut.length === 0) return refuse('framework_unknown', `${nothing}.`)
  const seen = apps.map(app => `${app.path} (${app.framework})`)
  const examples = leftOut.map(one => `${one.path} (${one.frameworks.join(' or ')})`)
  const below =
    apps.length > 0
      ? `but below it: ${listed(seen)}`
      : `and what lies below it are examples, tests or templates by their folders or what they hold: ${listed(examples)}`
  return refuse(
    'framework_unknown',
    `${nothing}, ${below}.`,
    'Make an app of the one that is meant with `trellis app create NAME --repo REPOSITORY --path FOLDER`, or give this app its folder with `trellis app set NAME --path FOLDER`.',
  )
}

interface Known {
  detected: DetectedApp
  finding: Finding
  settings: TrellisYml
  refused: Failure | null
}

async function assemble(
  reader: Reader,
  folder: Folder,
  { detected, finding, settings, refused }: Known,
): Promise<Planned> {
  const cwd = folder.path
  const packages = await packagesOf(reader, folder)
  const deploy = await deployStep(folder, finding, settings)
  if (!deploy)
    return refuse('framework_unknown', `${place(cwd)} nothing says how to deploy: trellis.yml needs a deploy command.`)
  const own = ownCommands(cwd)
  const installed = await installOf(reader, { folder, packages, settings, finding })
  if ('failure' in installed) return installed
  return {
    plan: {
      detected,
      folder: cwd,
      packages,
      ...installed,
      test: testOf(cwd, settings, detected),
      whyNoTest: whyNoTest(folder, finding, settings),
      beforeDeploy: own('before-deploy', settings.before_deploy),
      build: own('build', settings.build),
      deploy,
      needs: settings.deploy === undefined ? (finding.needs ?? []) : [],
      afterDeploy: own('after-deploy', settings.after_deploy),
      remove: own('remove', settings.remove),
      cache: (settings.cache ?? []).map(each => joinPath(cwd, each)),
      timeoutMinutes: minutes(settings.timeout),
      watch: settings.watch ?? [],
      allow: settings.allow ?? [],
      withoutPackages: refused,
    },
  }
}

async function deployStep(folder: Folder, finding: Finding, settings: TrellisYml): Promise<DeployStep | undefined> {
  if (settings.deploy !== undefined) {
    const command = { phase: 'deploy' as const, cwd: folder.path, script: settings.deploy }
    return { kind: 'command', command, outputs: outputsOf(folder.path, settings) }
  }
  if (finding.tool) return { kind: 'tool', app: finding.tool }
  const cdk = finding.framework === 'cdk' ? await readCdkJson(folder) : undefined
  if (cdk?.app === undefined) return undefined
  const { fixed } = finding
  const build = cdk.build ?? null
  return { kind: 'cdk', app: appCommand(cdk.app), build, context: cdk.context, ...(fixed && { fixed }) }
}

const ownCommands =
  (cwd: string) =>
  (phase: PhaseName, script: string | undefined): Command | null =>
    script ? { phase, cwd, script } : null

function testOf(cwd: string, settings: TrellisYml, detected: DetectedApp): Command | null {
  if (settings.test === false) return null
  if (settings.test !== undefined) return { phase: 'test', cwd, script: settings.test }
  return detected.test === null ? null : { phase: 'test', cwd, argv: detected.test.split(' ') }
}

function whyNoTest({ packageJson }: Folder, { python }: Finding, settings: TrellisYml): string {
  if (settings.test === false) return 'trellis.yml says so'
  if (python) return 'tests of an app in Python are run where trellis.yml names them'
  return packageJson ? 'the package has no test script' : 'there is no package.json, and trellis.yml names no test'
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
  const text = await folder.read(file)
  if (text === undefined)
    return refuse(
      'trellis_yml_invalid',
      `${file} is a symbolic link that leaves the repository, or one to nothing.`,
      'Replace it by what it points to.',
    )
  const parsed = parseTrellisYml(text)
  return 'problem' in parsed
    ? refuse('trellis_yml_invalid', parsed.problem.message, parsed.problem.hint)
    : parsed.settings
}
