import type { ZodError } from 'zod'
import type { ErrorBody } from '../contract/error.ts'

type Issue = ZodError['issues'][number]

const most = 5

/** What is wrong with an input, and where, in words: `the key of variable 2 is missing`. */
export function describeInput({ issues }: ZodError): string {
  const more = issues.length > most ? `; and ${issues.length - most} more` : ''
  return `The input is not valid: ${issues.slice(0, most).map(describe).join('; ')}${more}.`
}

/** The same, for whoever has a place to say it at. What is not known here has none. */
export const fieldsOf = ({ issues }: ZodError): NonNullable<ErrorBody['error']['fields']> =>
  issues
    .filter(({ code, path }) => code !== 'unrecognized_keys' && path.length > 0)
    .slice(0, most)
    .map(({ path, message }) => ({ field: path.join('.'), message }))

function describe(issue: Issue): string {
  if (issue.code !== 'unrecognized_keys') return `${placeOf(issue.path)} ${issue.message}`
  const names = issue.keys.map(key => JSON.stringify(key)).join(', ')
  return `${names}${issue.path.length > 0 ? ` in ${placeOf(issue.path)}` : ''} ${issue.message}`
}

/** From the inside out, as people say it. */
function placeOf(path: readonly PropertyKey[]): string {
  const parts: string[] = []
  for (let at = 0; at < path.length; at++) {
    const name = path[at]
    const next = path[at + 1]
    if (typeof name === 'number') parts.unshift(`entry ${name + 1}`)
    else if (name === 'allow' && typeof next === 'string') parts.unshift(`“who may ${spaced(path[++at])}”`)
    else if (typeof next === 'number' && isPlural(name))
      parts.unshift(`${spaced(name).slice(0, -1)} ${Number(path[++at]) + 1}`)
    else parts.unshift(`the ${spaced(name)}`)
  }
  return parts.join(' of ') || 'the body'
}

const isPlural = (name: PropertyKey | undefined): boolean => /[^s]s$/.test(String(name))

/** `roleArn` → `role ARN` */
const spaced = (name: PropertyKey | undefined): string =>
  String(name)
    .replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
    .replaceAll(/\b(arn|url|id)\b/g, word => word.toUpperCase())
