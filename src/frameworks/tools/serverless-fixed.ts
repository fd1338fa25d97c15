import { z } from 'zod'
import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import type { Folder } from '../folder.ts'
import { withoutComments } from '../without-comments.ts'
import { readYaml, referred } from './serverless-files.ts'
import { withoutDecided, withoutStage } from './serverless-stages.ts'

/** A stage that a configuration writes down and reads again: `--stage` does not change it. */
export interface FixedStage {
  /** `provider.stage`, `custom.env` */
  key: string
  value: string
}

/** `--region` does not change it where it is read. */
const region = 'provider.region'
const names = ['stage', 'stageName', 'env', 'environment']
const Part = z.record(z.string(), z.unknown()).catch({})

/** Of libraries, and of no stage: most write `production` for all. */
const ofNode = /\bNODE_ENV['"]?\s*:\s*['"]?\$\{self:[\w.]+\}/g

/** What is read by nobody, or only where `--stage` is not given, does no harm. @param included what it puts together */
export async function fixedStages(
  text: string,
  folder: Folder,
  isCode: boolean,
  included: readonly string[],
): Promise<FixedStage[]> {
  const written = isCode ? inCode(withoutComments(text)) : await inConfig(text, folder)
  const own = isCode ? withoutComments(text) : withoutStage(text)
  const all = [own, ...included.map(withoutRemarks)].map(withoutDecided).join('\n').replace(ofNode, '')
  return written.filter(({ key }) => new RegExp(`\\bself:${key.replace('.', '\\.')}(?![\\w.-])`).test(all))
}

/** One that is written down in so many words. Undefined: there is none, or an option or a variable decides. */
export async function writtenRegion(text: string, folder: Folder, isCode: boolean): Promise<string | undefined> {
  const written = isCode ? inCode(withoutComments(text)) : await inConfig(text, folder)
  return written.find(({ key }) => key === region)?.value
}

/** Said before: what `checkFixedStage` will refuse. */
export const warnOfFixed = (file: string, fixed: readonly FixedStage[]): string | undefined =>
  fixed[0] &&
  `${file} fixes ${fixed[0].key} as ${fixed[0].value} and reads it: an environment ${fixed[0].key === region ? 'in another region' : 'of another name'} is refused. ${mendFixed(fixed[0])}`

/** It would get the names and settings of another stage, and say that all went well. */
export function checkFixedStage(
  { file, fixed }: { file: string; fixed: readonly FixedStage[] },
  stage: string,
  target: string,
): Failure | undefined {
  const place = fixed.find(({ key, value }) => key === region && value !== target)
  if (place)
    return failure(
      'account_mismatch',
      null,
      `${file} fixes ${region} as ${place.value} and reads it by \`\${self:${region}}\`, which keeps its value in a deployment to ${target}: what it names would lie in ${place.value}.`,
      mendFixed(place),
    )
  const other = fixed.find(({ key, value }) => key !== region && value !== stage)
  if (!other) return undefined
  return failure(
    'fixed_name_collision',
    null,
    `${file} fixes ${other.key} as ${other.value} and reads it by \`\${self:${other.key}}\`, which keeps its value whatever the environment: ${stage} would get the names and settings of ${other.value}.`,
    mendFixed(other),
  )
}

const mendFixed = ({ key, value }: FixedStage): string =>
  key === region
    ? `Write \`region: \${opt:region, '${value}'}\` in its place, or read \`\${aws:region}\`.`
    : key === 'provider.stage'
      ? `Write \`stage: \${opt:stage, '${value}'}\` in its place, or read \`\${sls:stage}\`.`
      : `Write \`\${sls:stage}\` in its place, or read that.`

async function inConfig(text: string, folder: Folder): Promise<FixedStage[]> {
  const config = Part.parse(readYaml(text))
  const [provider, custom] = [await inner(config.provider, folder), await inner(config.custom, folder)]
  const whole = { ...config, provider, custom }
  const written = [
    ['provider.stage', provider.stage],
    [region, provider.region],
    ...names.map(name => [`custom.${name}`, custom[name]]),
  ]
  return written.flatMap(([key, value]) => {
    const said = typeof value === 'string' ? resolved(value, whole) : ''
    return /^[\w-]+$/.test(said) ? { key: String(key), value: said } : []
  })
}

const inner = async (part: unknown, folder: Folder): Promise<Record<string, unknown>> =>
  Part.parse(typeof part === 'string' ? await referred(part, folder) : part)

const ofItself = /\$\{\s*self:([\w.-]+)\s*(?:,[^{}]*)?\}/g
const deepest = 5

/** With all that the configuration says elsewhere in so many words put in. */
export function resolved(text: string, config: unknown, depth = 0): string {
  if (depth === deepest) return text
  return text.replace(ofItself, (whole, path: string) => {
    const value = path.split('.').reduce((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], config)
    return typeof value === 'string' || typeof value === 'number' ? resolved(`${value}`, config, depth + 1) : whole
  })
}

const object = (name: string) => String.raw`\b${name}['"]?\s*(?::[^={]+)?[:=]\s*\{`
const before = String.raw`(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*?`
const literal = String.raw`['"]?\s*:\s*(['"\x60])([\w-]+)\1`

function inCode(code: string): FixedStage[] {
  const written = [
    { key: 'provider.stage', of: 'provider', name: 'stage' },
    { key: region, of: 'provider', name: 'region' },
    ...names.map(name => ({ key: `custom.${name}`, of: 'custom', name })),
  ]
  return written.flatMap(({ key, of, name }) => {
    const value = new RegExp(String.raw`${object(of)}${before}\b${name}${literal}`).exec(code)?.[2]
    return value === undefined ? [] : { key, value }
  })
}

/** What a comment says is read by nobody. */
function withoutRemarks(text: string): string {
  const config = readYaml(text)
  return config === undefined ? text : JSON.stringify(config)
}
