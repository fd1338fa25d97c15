import { isOtherStage, isStageWord, wordsOf } from '../cdk/stage-words.ts'
import { readYaml } from './serverless-files.ts'

/** Of the cloud, with no variable in it: `${cf:infra-prod.Bus}`, `${ssm:/prod/db}`, `${s3(eu-west-1):prod-settings/a}`. */
const lookup = /\$\{\s*((?:ssm|cf|s3)(?:\([^(){}]{0,40}\))?:[^{},]{1,200})(?:,[^{}]{0,200})?\}/g

interface Lookup {
  said: string
  stage: string
}

/** What every environment alike reads of one stage, unless it stands under a key of that stage (`params.prod`). */
function fixedLookups(value: unknown, keys: readonly string[] = []): Lookup[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => fixedLookups(inner, [...keys, key]))
  if (typeof value !== 'string') return []
  return [...value.matchAll(lookup)].flatMap(([, said = '']) => {
    const word = wordsOf(said.slice(said.indexOf(':') + 1)).find(isStageWord)
    const isOfThat = word !== undefined && keys.some(key => !isOtherStage(word, key, false))
    return word === undefined || isOfThat ? [] : { said: `\${${said.trim()}}`, stage: word }
  })
}

/** A stage may share what another one has: it is said, and not refused. @param text of a configuration that is no code */
export function warnOfLookups(file: string, text: string): string | undefined {
  const [first, ...others] = fixedLookups(readYaml(text))
  if (!first) return undefined
  const more = others.length > 0 ? `, and ${others.length} more like it,` : ''
  return `${file} reads \`${first.said}\`${more} in every environment, by its name of ${first.stage}: if each is to have its own, let the name hold \`\${sls:stage}\`.`
}
