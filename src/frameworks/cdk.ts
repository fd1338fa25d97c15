import { z } from 'zod'
import { containerNeeds } from './cdk/containers.ts'
import { fixedStage, stageInEnvFile, tellFixedStage } from './cdk/fixed-stage.ts'
import { warnOfOwnPipeline } from './cdk/own-pipeline.ts'
import { stageInCode } from './cdk/stage-in-code.ts'
import { synthCommand } from './cdk/synth-command.ts'
import { byCdk, byCdkInPython } from './cdk-instead.ts'
import type { Detector, Finding } from './finding.ts'
import { type Folder, firstOf } from './folder.ts'
import type { OwnCommands } from './own-commands.ts'
import { pythonOf } from './packages/python.ts'
import { listed, place } from './refuse.ts'
import { askForStage, asksForStage } from './stage-in-names.ts'

const CdkJson = z.object({
  app: z.string().min(1).optional(),
  build: z.string().min(1).optional(),
  context: z.record(z.string(), z.unknown()).default({}),
  tags: z.unknown().optional(),
  notificationArns: z.unknown().optional(),
  roleArn: z.unknown().optional(),
})
export type CdkJson = z.infer<typeof CdkJson>

/** Undefined: not there, or not JSON. */
export async function readCdkJson(folder: Folder): Promise<CdkJson | undefined> {
  try {
    return CdkJson.parse(JSON.parse((await folder.read('cdk.json')) ?? ''))
  } catch {
    return undefined
  }
}

const languages: readonly (readonly [RegExp, readonly string[], string])[] = [
  [/(^|\s|\/)(python3?|poetry|uv|pipenv)(\s|$)|\.py\b/, [], 'Python'],
  [/(^|\s|\/)(mvnw?|gradlew?|java)(\s|$)/, ['pom.xml', 'build.gradle', 'build.gradle.kts'], 'Java'],
  [/(^|\s)dotnet\s/, [], 'C#'],
  [/(^|\s)go\s+(mod|run|build)/, ['go.mod'], 'Go'],
]

/** Of TypeScript and JavaScript; a lone file of it is run by the CDK's own tool. */
const byNode = /(^|\s|\/)(node|npx|npm|pnpm|yarn|bunx?|ts-node|tsx|nx|swc-node)(\s|$)|\.[cm]?[jt]sx?\b/
const commitPackages =
  'Commit the package.json that names aws-cdk-lib and what else the app needs, with its lockfile, beside cdk.json or in a folder above.'
const synthesised =
  'Let `app` in cdk.json be the command that synthesises it: what was synthesised before is of one commit, and of no environment.'
const lockWithPoetry = 'Run `poetry lock` and commit poetry.lock.'

/** AWS CDK. Apps in other languages are recognised, so that nobody takes them for something else. */
export const cdk: Detector = async folder => {
  if (!folder.names.has('cdk.json')) return undefined
  const config = await readCdkJson(folder)
  if (config === undefined)
    return {
      framework: 'cdk',
      reasons: ['cdk.json lies here but is not valid JSON'],
      supported: false,
      mend: 'Mend cdk.json: the CDK itself cannot read it either.',
    }
  const { app } = config
  // A library of constructs and a tool's settings file look like this; there is nothing to synthesise.
  if (app === undefined) return undefined
  const command = synthCommand(folder, app)
  const reasons = ['cdk.json names an app']
  const refused = (why: string, how: OwnCommands | string): Finding => ({
    framework: 'cdk',
    reasons: [...reasons, why],
    supported: false,
    ...(typeof how === 'string' ? { mend: how } : { instead: () => how }),
  })
  const byCommands = async (why: string, how: OwnCommands): Promise<Finding> =>
    (await asksForStage(folder, command.text))
      ? refused(why, how)
      : refused(`${why}; it does not ask for TRELLIS_STAGE`, askForStage)
  if (folder.names.has(`${app}/`) || /^[./]*cdk\.out\/?$/.test(app))
    return refused(`its app is the folder ${app}, which was synthesised before`, synthesised)
  const fixed =
    fixedStage(command, config.context) ??
    (await stageInEnvFile(folder, command)) ??
    (await stageInCode(folder, command, config.context))
  const warning =
    fixed !== undefined && !(await asksForStage(folder, command.text)) ? { fixed, warning: tellFixedStage(fixed) } : {}
  const foreign = languages.find(
    ([words, files]) => words.test(app) || (!folder.packageJson && files.some(f => folder.names.has(f))),
  )
  if (foreign && foreign[2] !== 'Python')
    return await byCommands(`the app is written in ${foreign[2]}, which is not supported yet`, byCdk(foreign[2]))
  if (foreign) {
    const python = await pythonOf(folder)
    if (!python)
      return refused(
        'the app is written in Python, but neither requirements.txt nor poetry.lock lies beside it',
        'Commit requirements.txt or poetry.lock beside cdk.json, naming aws-cdk-lib and whatever else the app needs.',
      )
    if ('problem' in python)
      return python.other === undefined
        ? refused(python.problem, lockWithPoetry)
        : await byCommands(python.problem, byCdkInPython(python.other))
    const needs = await containerNeeds(folder, '')
    return {
      framework: 'cdk',
      reasons: [...reasons, 'the app is written in Python', `${python.file} lies here`],
      supported: true,
      python,
      needs,
      ...warning,
      ...(await alsoWarned(folder, config, warning.warning)),
    }
  }
  const above = await packageJsonAbove(folder)
  if (folder.names.has('package.json') && !folder.packageJson)
    return refused('package.json lies here but is not valid JSON', 'Mend package.json: npm cannot read it either.')
  if (above === undefined)
    return byNode.test(app)
      ? refused('its app is run by Node, and there is no package.json', commitPackages)
      : await byCommands(`its app is \`${app}\`, which is none of Node or Python`, byCdk('the app'))
  return {
    framework: 'cdk',
    reasons: above.path === folder.path ? reasons : [...reasons, `package.json lies ${place(above.path, 'in')}`],
    supported: true,
    byPackages: true,
    needs: await containerNeeds(folder, await lockfileAbove(folder)),
    ...warning,
    ...(await alsoWarned(folder, config, warning.warning)),
  }
}

async function alsoWarned(folder: Folder, config: CdkJson, warning?: string): Promise<Pick<Finding, 'warning'>> {
  const all = [warning, passedOver(config), await warnOfOwnPipeline(folder)].filter(Boolean)
  return all.length === 0 ? {} : { warning: all.join(' ') }
}

/** What `cdk deploy` takes from there and its library does not. */
function passedOver(config: CdkJson): string | undefined {
  const names = (['tags', 'notificationArns', 'roleArn'] as const).filter(name => config[name] !== undefined)
  if (names.length === 0) return undefined
  return `cdk.json has ${listed(names)} for \`cdk deploy\`, which Trellis passes over: let the app say so itself (\`Tags.of(app).add\`, properties of its stacks).`
}

/** Nx and the like keep one for all apps of a repository. */
async function packageJsonAbove(start: Folder): Promise<Folder | undefined> {
  for (let folder: Folder | undefined = start; folder; folder = await folder.up()) if (folder.packageJson) return folder
  return undefined
}

/** The text of the nearest lockfile; that of bun's binary one holds the names as well. */
async function lockfileAbove(start: Folder): Promise<string> {
  const names = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb']
  for (let folder: Folder | undefined = start; folder; folder = await folder.up()) {
    const name = firstOf(folder, names)
    if (name) return (await folder.read(name)) ?? ''
  }
  return ''
}

/** The command that runs the app. Like the CDK's own tool we run a lone JavaScript file with node. */
export const appCommand = (app: string): string => (/^[^\s;&|]+\.[cm]?js$/.test(app) ? `node ${app}` : app)
