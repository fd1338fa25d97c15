import type { z } from 'zod'
import { inWords } from '../../contract/in-words.ts'
import { invalid } from '../cli-error.ts'

/**
 * @param name what people typed it as: an option, or what the argument is
 * @returns a parser of texts that the contract accepts; what is not said stays unsaid
 */
export const fits =
  (name: string, schema: z.ZodType) =>
  (text: string): string => {
    if (text !== '') mustFit(name, text, schema)
    return text
  }

/** @param shown the value, where it may be shown */
export function mustFit(name: string, value: unknown, schema: z.ZodType, shown = ` ${JSON.stringify(value)}`): void {
  const issue = schema.safeParse(value, { error: inWords }).error?.issues[0]
  if (issue) throw invalid(`${name}${shown} ${issue.message}.`)
}
