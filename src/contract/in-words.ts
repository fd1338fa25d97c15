import type { z } from 'zod'

/**
 * What is wrong with a value, to stand behind its name: "must be a whole number". Given to `parse` as its `error`; where a schema has words of
 * its own they hold. Says nothing of the value itself, which may be a secret.
 */
export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return oneOf(issue.values)
    case 'too_small':
      return atLeast(issue.origin, Number(issue.minimum))
    case 'too_big':
      return `must ${amount(issue.origin, 'at most', Number(issue.maximum))}`
    case 'unrecognized_keys':
      return `${issue.keys.length === 1 ? 'is' : 'are'} not known here`
    case 'invalid_union':
      return issue.discriminator ? oneOf(knownOf(issue)) : eitherOf(issue.errors)
    case 'invalid_format':
      return issue.format === 'datetime' ? 'must be an instant, such as 2026-01-31T12:00:00Z' : 'has not the right form'
    default:
      return undefined
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

function oneOf(values: readonly unknown[]): string {
  if (values.length === 0) return 'is none of those that are known'
  return values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(', ')}`
}

const knownOf = (issue: object): readonly unknown[] =>
  'options' in issue && Array.isArray(issue.options) ? issue.options : []

function atLeast(origin: string, least: number): string {
  if (least === 1 && origin !== 'number' && origin !== 'int') return 'must not be empty'
  return `must ${amount(origin, 'at least', least)}`
}

function amount(origin: string, bound: string, count: number): string {
  if (origin === 'string') return `have ${bound} ${count} characters`
  if (origin === 'array') return `have ${bound} ${count} entries`
  return `be ${bound} ${count}`
}

const eitherOf = (errors: readonly (readonly { message: string }[])[]): string | undefined =>
  [...new Set(errors.flatMap(([first]) => (first ? [first.message] : [])))].join(' or ') || undefined
