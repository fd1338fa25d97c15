import { z } from 'zod'
import type { Detector, Finding } from './finding.ts'
import { type Folder, firstOf } from './folder.ts'
import type { Need } from './needs.ts'
import { startOf } from './own-commands.ts'
import { composed } from './serverless-compose.ts'
import { otherConfigurations, tellOthers } from './serverless-others.ts'
import { type Named, releaseOf, unnamed } from './serverless-release.ts'
import { profilesIn } from './tools/profiles.ts'
import { serviceInCode } from './tools/serverless-code.ts'
import { brokenYaml, includedFiles, readYaml } from './tools/serverless-files.ts'
import { fixedStages, writtenRegion } from './tools/serverless-fixed.ts'
import { providerIn, providerInCode, serviceIn } from './tools/serverless-provider.ts'
import { askedForStage, stagesIn } from './tools/serverless-stages.ts'
import { warningsOf } from './tools/serverless-warnings.ts'

const files = [
  'serverless.yml',
  'serverless.yaml',
  'serverless.json',
  'serverless.ts',
  'serverless.js',
  'serverless.cjs',
  'serverless.mjs',
]

/** Serverless Framework and its fork osls. */
export const serverless: Detector = async folder => {
  const file = firstOf(folder, files)
  if (file) return await ofConfiguration(folder, file)
  const compose = firstOf(folder, ['serverless-compose.yml', 'serverless-compose.yaml'])
  if (compose) return await composed(folder, compose)
  const others = await otherConfigurations(folder)
  return others.length > 0 ? await underOtherNames(folder, others) : undefined
}

/** Found by nobody who does not name it. */
async function underOtherNames(folder: Folder, files: readonly string[]): Promise<Finding> {
  const [file = ''] = files
  const reason = `${files.join(', ')}: configuration under another name than serverless.yml`
  const refused = { framework: 'serverless' as const, supported: false }
  if (files.length > 1)
    return {
      ...refused,
      reasons: [reason],
      mend: 'Give each service a folder, and call its file serverless.yml there.',
    }
  const release = await releaseOf(folder)
  if (!('range' in release)) return { ...refused, reasons: [reason, release.problem], mend: release.mend }
  return { ...refused, reasons: [reason], instead: await byServerless(folder, release, { config: file }) }
}

async function ofConfiguration(folder: Folder, file: string): Promise<Finding | undefined> {
  const text = (await folder.read(file)) ?? ''
  const isCode = /\.[cm]?[jt]s$/.test(file)
  const release = await releaseOf(folder)
  // Frontends have a `serverless.ts` of their own that has nothing to do with it; the real one names these two, or a
  // function that makes it stands around it. A plugin's types of that name give no configuration away.
  const handsOut = !isCode || /\bmodule\.exports\b|\bexport\s+default\b|^\s*export\s*=/m.test(text)
  const named = handsOut && /\bservice\b/.test(text) && /\bprovider\b/.test(text)
  if (!named && (!isCode || !handsOut || release === unnamed)) return undefined
  const reason = named
    ? `${file} names a service and a provider`
    : `${file} lies here and package.json wants serverless`
  const broken = isCode ? undefined : brokenYaml(text)
  if (broken !== undefined)
    return {
      ...{ framework: 'serverless', supported: false },
      reasons: [reason, `${file} is not valid ${file.endsWith('.json') ? 'JSON' : 'YAML'} (${broken})`],
      mend: `Mend ${file}: the tool itself cannot read it either.`,
    }
  const provider = isCode ? providerInCode(text) : await providerIn(text, folder)
  const cloud = provider === undefined || provider === 'aws' ? undefined : provider
  const why = [reason, ...(cloud === undefined ? [] : [`its provider is ${cloud}, not AWS`])]
  const refused = { framework: 'serverless' as const, supported: false }
  if (!('range' in release)) return { ...refused, reasons: [...why, release.problem], mend: release.mend }
  const { program, major } = release
  if (cloud !== undefined || release.problem !== undefined) {
    const reasons = [...why, ...(release.problem === undefined ? [] : [release.problem])]
    return { ...refused, reasons, instead: await byServerless(folder, release, { cloud }) }
  }
  const texts = [text, ...(await includedFiles(text, folder))]
  const asksCloud = texts.some(each => lookedUp.test(each)) || makesLayers(text, isCode)
  const fixed = await fixedStages(text, folder, isCode, texts.slice(1))
  // One that is read is warned of and refused as that.
  const isRead = fixed.some(({ key }) => key === 'provider.region')
  const region = isRead ? undefined : await writtenRegion(text, folder, isCode)
  const settings = await stagesIn(text, folder, isCode, major)
  const warnings = await warningsOf({ file, text, isCode, fixed, settings }, folder)
  const others = await otherConfigurations(folder)
  const unseen = `its provider cannot be read in ${file}: write \`framework: serverless\` in trellis.yml if that is AWS`
  const open = [...(provider === undefined ? [unseen] : []), ...(others.length > 0 ? [tellOthers(file, others)] : [])]
  return {
    framework: 'serverless',
    reasons: [reason, `package.json wants ${program} ${release.range}`, ...open],
    supported: open.length === 0,
    ...(open.length > 0 && { ifChosen: true as const }),
    byPackages: true,
    called: isCode ? serviceInCode(text) : serviceIn(text),
    ...(warnings.length > 0 && { warning: warnings.join(' ') }),
    tool: {
      ...{ tool: 'serverless', program, major, folder: folder.path, file, fixed, region, settings, asksCloud },
      profiles: profilesIn(...texts),
      buildScript: folder.packageJson?.scripts.build !== undefined,
    },
    needs: [...login(program, major), ...stageByVariable(text, file, isCode), ...containers(text, file)],
  }
}

/** As people run it by hand. @param cloud where it is another one than AWS, of whose regions Trellis knows nothing */
async function byServerless(
  folder: Folder,
  { program, as }: Named,
  { cloud, config }: { cloud?: string | undefined; config?: string },
): Promise<NonNullable<Finding['instead']>> {
  const start = await startOf(folder, program, { name: as, release: '3' })
  const region = cloud === undefined ? ' --region "$AWS_REGION"' : ''
  const options = `--stage "$TRELLIS_STAGE"${region}${config === undefined ? '' : ` --config ${config}`}`
  const notes =
    cloud === undefined
      ? []
      : [`What opens ${cloud} has to be set as variables: the account of an environment is of AWS.`]
  return manager => ({
    notes,
    deploy: `${start(manager)} deploy ${options}`,
    remove: `${start(manager)} remove ${options}`,
  })
}

/** Variables whose values are the cloud's. */
const lookedUp = /\$\{(ssm|cf|s3|aws:accountId|secretsmanager|secretsManager)\b/

/** `package` asks the cloud whether a layer that it makes has changed. Those of functions are lists of other people's. */
const makesLayers = (text: string, isCode: boolean): boolean =>
  isCode ? /\blayers['"]?\s*:\s*\{/.test(text) : Layered.safeParse(readYaml(text)).success

const Layered = z.object({ layers: z.union([z.string(), z.record(z.string(), z.unknown())]) })

const login = (program: string, major: number): Need[] =>
  program === 'serverless' && major >= 4
    ? [
        {
          kind: 'variable',
          names: ['SERVERLESS_ACCESS_KEY', 'SERVERLESS_LICENSE_KEY'],
          because: 'Serverless Framework 4 does nothing without a login key',
        },
      ]
    : []

const stageByVariable = (text: string, file: string, isCode: boolean): Need[] =>
  askedForStage(text, isCode).map(name => ({
    kind: 'variable',
    names: [name],
    plain: true,
    because: `${file} asks the variable ${name} for its stage, while Trellis tells it by \`--stage\``,
  }))

const containers = (text: string, file: string): Need[] =>
  /\bdockerizePip['"]?\s*:\s*['"]?true\b/.test(text)
    ? [{ kind: 'containers', at: 'build', because: `${file} has Python packages built in a container (dockerizePip)` }]
    : /\becr['"]?\s*:\s*\{?\s*\n?[\s\S]{0,200}?\bpath['"]?\s*:/.test(text)
      ? [{ kind: 'containers', at: 'build', because: `${file} has an image built (provider.ecr)` }]
      : []
