import { listed } from '../refuse.ts'

/** What `trellis app create` makes where nobody names any. */
const usual = ['development', 'staging', 'production']

/**
 * Said before an app is made, when its environments can still be named after what is there already. Undefined: all the usual ones
 * are there, or none is.
 */
export function warnOfStages(where: string, stages: readonly string[], otherwise: string): string | undefined {
  if (stages.length === 0 || usual.every(name => stages.includes(name))) return undefined
  return `${where} for ${listed(stages)}: ${otherwise}. Name the environments after them: \`--environments ${stages.join(',')}\`.`
}
