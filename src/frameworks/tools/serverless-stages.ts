import { z } from 'zod'
import type { Folder } from '../folder.ts'
import { withoutComments } from '../without-comments.ts'
import { stagesInCode } from './serverless-code.ts'
import { readYaml } from './serverless-files.ts'

const byStage = /\$\{file\(\s*['"]?((?:[^$)'"]|\$(?!\{))*)\$\{[^}]*\bstage\b[^}]*\}([^$)'"]*?)['"]?\s*\)/g
/** `${self:custom.tables.${sls:stage}}`: the value that a key of the stage's name has. */
const byKey = /\$\{self:(custom(?:\.[\w-]+)*)\.\$\{[^}]*\bstage\b[^}]*\}/g
const Keys = z.record(z.string(), z.unknown()).catch({})
const Configured = z.object({ params: Keys.default({}), stages: Keys.default({}) }).catch({ params: {}, stages: {} })
/** What lies beside the files of stages. */
const ofNone = /^(?:default|common|base|shared|example|sample|schema|template|dist|local)$/

/** The stages for which a service has parameters (`params`, `stages`, `custom`) or a file of their own (`config.${sls:stage}.yml`). */
export async function stagesIn(text: string, folder: Folder, isCode: boolean, major = 3): Promise<string[]> {
  const config = isCode ? undefined : readYaml(text)
  const { params, stages } = Configured.parse(config)
  const found = [...Object.keys(params), ...Object.keys(stages), ...(isCode ? await stagesInCode(text, folder) : [])]
  for (const [, path = ''] of text.matchAll(byKey)) found.push(...keysOfStages(config, path))
  for (const [, before = '', after = ''] of text.matchAll(byStage)) {
    const start = before.replace(/^(\.\/)+/, '')
    const slash = start.lastIndexOf('/')
    const [inFolder, prefix] = slash < 0 ? ['.', start] : [start.slice(0, slash), start.slice(slash + 1)]
    // What lies above the service is shared with others, and named by their stages, too.
    if (inFolder.startsWith('..') || after.includes('/')) continue
    for (const name of await folder.list(inFolder))
      if (name.startsWith(prefix) && name.endsWith(after) && name.length > prefix.length + after.length)
        found.push(name.slice(prefix.length, name.length - after.length))
  }
  // From version 4 on the tool reads them by itself.
  if (major >= 4 || /\buseDotenv['"]?\s*:\s*true\b/.test(text))
    found.push(...[...folder.names].flatMap(name => /^\.env\.([\w-]+)$/.exec(name)?.[1] ?? []))
  return [...new Set(found)].filter(stage => !ofNone.test(stage) && /^[\w-]+$/.test(stage)).sort()
}

/** In `custom` itself there is much besides the stages: only what holds something is one of them. */
function keysOfStages(config: unknown, path: string): string[] {
  const inside = path.split('.').reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], config)
  return Object.entries(Keys.parse(inside)).flatMap(([key, value]) =>
    path !== 'custom' || (value !== null && typeof value === 'object') ? key : [],
  )
}

const stageVariable = '(?:\\w*STAGE|(?:APP_|DEPLOY_|DEPLOYMENT_)?ENV(?:IRONMENT)?)'
const inCode = new RegExp(String.raw`\bprocess\.env(?:\.|\[['"])(${stageVariable})\b`, 'g')
const inText = new RegExp(String.raw`\$\{env:(${stageVariable})\b`, 'g')
/** Where `--stage` decides, and what stands beside it is never looked at. */
const decidedInText = /\$\{\s*(?:opt|sls):stage\s*,(?:[^{}]|\{[^{}]*\})*\}/g
export const withoutDecided = (text: string): string => text.replace(decidedInText, '')
const decidedInCode =
  /(\bprovider['"]?\s*(?::[^={]+)?[:=]\s*\{(?:[^{}]|\{[^{}]*\})*?\bstage['"]?\s*:\s*)process\.env[^,}\n]+/g

/**
 * The variables by which a configuration comes to know its stage on other ways than `--stage`. A build has none of them, so their
 * defaults would be taken, of whatever stage those are.
 */
export function askedForStage(text: string, isCode: boolean): string[] {
  const plain = isCode ? withoutComments(text) : withoutStage(text)
  const undecided = withoutDecided(plain).replace(decidedInCode, '$1')
  const found = [...(isCode ? undecided.matchAll(inCode) : []), ...undecided.matchAll(inText)]
  return [...new Set(found.flatMap(([, name = '']) => (name.startsWith('TRELLIS_') ? [] : name)))]
}

const WithProvider = z.looseObject({ provider: z.looseObject({}) })

/** `--stage` goes before that of the provider. */
export function withoutStage(text: string): string {
  const { data } = WithProvider.safeParse(readYaml(text))
  return data ? JSON.stringify({ ...data, provider: { ...data.provider, stage: undefined } }) : text
}
