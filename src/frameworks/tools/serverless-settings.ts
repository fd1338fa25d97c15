import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { listed } from '../refuse.ts'

/** Settings of one kind (`params`, files, `.env`), of which each stage has its own. */
export interface ByStage {
  stages: readonly string[]
  /** What every other stage takes. Undefined: there is nothing. */
  fallback?: string | undefined
  /** It does without them: what they hold is given as variables of the environment just as well. */
  optional?: true
}

export interface StageSettings {
  stages: readonly string[]
  /** Whether an environment of another name may do without. */
  refused: boolean
  otherwise: string
}

const production = /^(?:prod|production|live|prd)$/i

/** With settings for the others, an environment without any is hardly meant to take what is left: of production least of all. */
export function settingsOf(kinds: readonly ByStage[]): StageSettings {
  const there = kinds.filter(({ stages }) => stages.length > 0)
  const stages = [...new Set(there.flatMap(each => each.stages))].sort()
  const ofAnother = ({ fallback }: ByStage): boolean =>
    (fallback ?? '').split(/[^\w-]+/).some(word => production.test(word) || stages.includes(word))
  const refused = there.some(each =>
    each.fallback === undefined ? !each.optional : ofAnother(each) || each.stages.some(stage => production.test(stage)),
  )
  const fallback = there.find(each => each.fallback !== undefined)?.fallback
  const taken = fallback === undefined ? 'gets none of them' : `takes \`${fallback}\``
  return { stages, refused, otherwise: `an environment of another name ${refused ? 'is refused' : taken}` }
}

export function checkSettings(
  { file, settings }: { file: string; settings: StageSettings },
  stage: string,
): Failure | undefined {
  const { stages, refused } = settings
  if (!refused || stages.includes(stage)) return undefined
  return failure(
    'section_missing',
    null,
    `${file} has settings for ${listed(stages)} and none for the environment ${stage}, which would get what is meant for another, or nothing.`,
    `Name the environments after them (\`trellis app create APP --environments ${stages.join(',')}\`, \`trellis environment add APP ${stages[0]}\`), add settings for ${stage}, or say by commands of your own in trellis.yml which of them it takes (\`--stage ${stages[0]}\`).`,
  )
}
