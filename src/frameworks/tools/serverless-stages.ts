import { z } from 'zod'
import type { Folder } from '../folder.ts'
import { withoutComments } from '../without-comments.ts'
import { stagesInCode } from './serverless-code.ts'
import { readYaml } from './serverless-files.ts'
import { type ByStage, type StageSettings, settingsOf } from './serverless-settings.ts'

const byStage = /\$\{file\(\s*['"]?((?:[^$)'"]|\$(?!\{))*)\$\{[^}]*\bstage\b[^}]*\}([^$)'"]*?)['"]?\s*\)/g
/** `${self:custom.tables.${sls:stage}}`: the value that a key of the stage's name has. */
const byKey = /\$\{self:(custom(?:\.[\w-]+)*)\.\$\{[^}]*\bstage\b[^}]*\}/g
const Keys = z.record(z.string(), z.unknown()).catch({})
const Configured = z.object({ params: Keys.default({}), stages: Keys.default({}) }).catch({ params: {}, stages: {} })
/** What lies beside the files of stages. */
const ofNone = /^(?:default|common|base|shared|example|sample|schema|template|dist|local|serverless)$/

/** The settings that a service has by stage: `params`, `stages`, keys of `custom`, files (`config.${sls:stage}.yml`, `.env.STAGE`). */
export async function stagesIn(text: string, folder: Folder, isCode: boolean, major = 3): Promise<StageSettings> {
  const config = isCode ? undefined : readYaml(text)
  const { params, stages } = Configured.parse(config)
  const kinds: ByStage[] = [byDefault(Object.keys(params)), byDefault(Object.keys(stages))]
  // What code falls back to is not known without running it.
  if (isCode) kinds.push({ stages: await stagesInCode(text, folder), fallback: 'what its code gives to it' })
  for (const { 0: whole, 1: path = '', index } of text.matchAll(byKey))
    kinds.push({ stages: keysOfStages(config, path), fallback: fallbackIn(text.slice(index + whole.length)) })
  for (const { 0: whole, 1: before = '', 2: after = '', index } of text.matchAll(byStage)) {
    const start = before.replace(/^(\.\/)+/, '')
    const slash = start.lastIndexOf('/')
    const [inFolder, prefix] = slash < 0 ? ['.', start] : [start.slice(0, slash), start.slice(slash + 1)]
    // What lies above the service is shared with others, and named by their stages, too.
    if (inFolder.startsWith('..') || after.includes('/')) continue
    const names = (await folder.list(inFolder)).flatMap(name =>
      name.startsWith(prefix) && name.endsWith(after) && name.length > prefix.length + after.length
        ? name.slice(prefix.length, name.length - after.length)
        : [],
    )
    kinds.push({ stages: names, fallback: fallbackIn(text.slice(index + whole.length)) })
  }
  // From version 4 on the tool reads them by itself.
  if (major >= 4 || /\buseDotenv['"]?\s*:\s*true\b/.test(text)) {
    const ofStages = [...folder.names].flatMap(name => /^\.env\.([\w-]+)$/.exec(name)?.[1] ?? [])
    kinds.push({ stages: ofStages, optional: true, ...(folder.names.has('.env') && { fallback: '.env' }) })
  }
  const isStage = (name: string) => !ofNone.test(name) && /^[\w-]+$/.test(name)
  return settingsOf(kinds.map(kind => ({ ...kind, stages: kind.stages.filter(isStage) })))
}

const byDefault = (keys: readonly string[]): ByStage => ({
  stages: keys,
  ...(keys.includes('default') && { fallback: 'default' }),
})

/** `…, file(./config/default.json)}`: what is taken where the stage has nothing. @param rest behind the stage */
const fallbackIn = (rest: string): string | undefined => {
  const said = /^[\w.:]*\s*,\s*(?:\$\{)?\s*([^}\n]*)/.exec(rest)?.[1]?.trim()
  return said && (/^file\(\s*['"]?([^)'"]+)/.exec(said)?.[1] ?? said)
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
