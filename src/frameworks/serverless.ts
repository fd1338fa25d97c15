import { z } from 'zod'
import type { Detector, Finding } from './finding.ts'
import { type Folder, firstOf } from './folder.ts'
import type { Need } from './needs.ts'
import { startOf } from './own-commands.ts'
import { majorOf, wantedRange } from './packages/wanted.ts'
import { profilesIn } from './tools/profiles.ts'
import { includedFiles, readYaml, referred } from './tools/serverless-files.ts'

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
  if (!compose) return undefined
  const each = 'each of its services is an app of its own, by its --path'
  const reasons = [`${compose} composes services`, each]
  return { framework: 'serverless', reasons, supported: false, instead: await byServerless(folder) }
}

async function ofConfiguration(folder: Folder, file: string): Promise<Finding | undefined> {
  const text = (await folder.read(file)) ?? ''
  const isCode = /\.[cm]?[jt]s$/.test(file)
  const wanted = (await wantedRange(folder, 'osls')) ?? (await wantedRange(folder, 'serverless'))
  // Frontends have a `serverless.ts` of their own that has nothing to do with it; the real one names these two, or a
  // function that makes it stands around it.
  const named = /\bservice\b/.test(text) && /\bprovider\b/.test(text)
  if (!named && (!isCode || wanted === undefined)) return undefined
  const reason = named
    ? `${file} names a service and a provider`
    : `${file} lies here and package.json wants serverless`
  const instead = await byServerless(folder)
  const unsupported = (why: string): Finding => ({
    framework: 'serverless',
    reasons: [reason, why],
    supported: false,
    instead,
  })
  const provider = isCode ? providerInCode(text) : await providerIn(text, folder)
  if (provider !== undefined && provider !== 'aws') return unsupported(`its provider is ${provider}, not AWS`)
  const release = await releaseOf(folder)
  if ('problem' in release) return unsupported(release.problem)
  const { program, major } = release
  const texts = [text, ...(await includedFiles(text, folder))]
  const asksCloud = texts.some(each => lookedUp.test(each))
  const unseen = `its provider cannot be read in ${file}: write \`framework: serverless\` in trellis.yml if that is AWS`
  return {
    framework: 'serverless',
    reasons: [reason, `package.json wants ${program} ${release.range}`, ...(provider === undefined ? [unseen] : [])],
    supported: provider !== undefined,
    ...(provider === undefined && { ifChosen: true as const }),
    byPackages: true,
    tool: { tool: 'serverless', program, major, folder: folder.path, asksCloud, profiles: profilesIn(...texts) },
    needs: [...login(program, major), ...containers(text, file)],
  }
}

/** As people run it by hand. */
async function byServerless(folder: Folder): Promise<NonNullable<Finding['instead']>> {
  const program = (await wantedRange(folder, 'osls')) === undefined ? 'serverless' : 'osls'
  const start = await startOf(folder, program, { release: '3' })
  const named = (await wantedRange(folder, program)) !== undefined
  const notes = named ? [] : ['In the place of 3 write the release that deployed it so far.']
  return manager => ({
    notes,
    deploy: `${start(manager)} deploy --stage "$TRELLIS_STAGE" --region "$AWS_REGION"`,
    remove: `${start(manager)} remove --stage "$TRELLIS_STAGE" --region "$AWS_REGION"`,
  })
}

/** Variables whose values are the cloud's. */
const lookedUp = /\$\{(ssm|cf|s3|aws:accountId|secretsmanager|secretsManager)\b/

const Named = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
const Provider = z.object({ provider: Named })

/** Undefined: it does not say, or by a variable whose value cannot be known here. */
async function providerIn(text: string, folder: Folder): Promise<string | undefined> {
  const config = readYaml(text)
  if (config === undefined) return plainName(/^provider:\s*\n(?:\s+.*\n)*?\s+name:\s*['"]?(\w+)/m.exec(text)?.[1])
  const said = Provider.safeParse(config).data?.provider
  // Services of one repository often share what they say of it, in a file beside them or above.
  return plainName(said) ?? plainName(Named.safeParse(said && (await referred(said, folder))).data)
}

const plainName = (name: string | undefined): string | undefined =>
  name === undefined || name.includes('${') ? undefined : name.toLowerCase()

/** Of a literal, wherever it stands: `provider: { … name: 'aws' }`, or a constant of that name. */
const providerInCode = (text: string): string | undefined =>
  /\bprovider['"]?\s*(?::[^={]+)?[:=]\s*(?:\{(?:[^{}]|\{[^{}]*\})*?\bname['"]?\s*:\s*)?['"`](\w+)['"`]/
    .exec(withoutComments(text))?.[1]
    ?.toLowerCase()

const withoutComments = (code: string): string => code.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

type Release = { program: 'serverless' | 'osls'; major: number; range: string } | { problem: string }

/** Which of them, and which generation: they differ too much to guess. */
async function releaseOf(folder: Folder): Promise<Release> {
  for (const program of ['osls', 'serverless'] as const) {
    const range = await wantedRange(folder, program)
    if (range === undefined) continue
    const major = majorOf(range)
    if (major === undefined)
      return { problem: `package.json wants ${program} "${range}", which leaves its major version open` }
    if (major < 3) return { problem: `package.json wants ${program} ${range}; 3 and later can be deployed` }
    if (program === 'serverless' && major > 4) return { problem: `serverless ${major} is not known yet` }
    return { program, major, range }
  }
  return {
    problem:
      'package.json names neither serverless nor osls among its devDependencies, so which of them deploys it is unknown',
  }
}

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

const containers = (text: string, file: string): Need[] =>
  /\bdockerizePip['"]?\s*:\s*['"]?true\b/.test(text)
    ? [{ kind: 'containers', at: 'build', because: `${file} has Python packages built in a container (dockerizePip)` }]
    : /\becr['"]?\s*:\s*\{?\s*\n?[\s\S]{0,200}?\bpath['"]?\s*:/.test(text)
      ? [{ kind: 'containers', at: 'build', because: `${file} has an image built (provider.ecr)` }]
      : []
