import type { StackNames } from '../../contract/app.ts'
import type { JobSpec, Naming } from '../../contract/job.ts'
import type { AssemblyStack } from './assembly.ts'
import { carriesStage, prefixedName } from './stack-names.ts'

export interface NamingQuestion {
  /** In the order of deployment, with their names as synthesised. */
  stacks: readonly Pick<AssemblyStack, 'name' | 'region'>[]
  setting: StackNames
  stage: string
  accountId: string
  region: string
  /** As recorded by an earlier deployment of this environment, for this account and region. */
  recorded: Naming | null
  siblings: JobSpec['siblings']
}

export interface NamingDecision {
  mode: Naming['mode']
  stacks: Naming['stacks']
  /** A sentence for the log. */
  why: string
  /** Stacks of earlier deployments that the app no longer has, or that had another name then; they stand until teardown. */
  leftover: Naming['stacks']
}

/**
 * Under which names an environment's stacks stand. What is recorded wins, so that a change of the siblings or of the
 * code never renames a standing stack. A person's explicit `keep` or `prefix` wins over a record of which nothing
 * stands; where something does, `checkStanding` refuses it.
 */
export function decideNaming(question: NamingQuestion): NamingDecision {
  const { stacks, setting, stage, region, recorded } = question
  const { mode, why } =
    setting !== 'auto'
      ? { mode: setting, why: `The environment's stack names are set to ${setting}.` }
      : recorded
        ? { mode: recorded.mode, why: 'The stacks keep the names of the earlier deployments.' }
        : decideAuto(question)
  // Leftovers stand behind the stacks that took over from them: the first of a key counts.
  const known = new Map(recorded?.mode === mode ? recorded.stacks.toReversed().map(s => [keyOf(s), s.name]) : [])
  const named = stacks.map(({ name, region: own }) => {
    const elsewhere = own && own !== region ? { region: own } : {}
    const fresh = mode === 'keep' ? name : prefixedName(stage, name)
    return { original: name, name: known.get(keyOf({ original: name, ...elsewhere })) ?? fresh, ...elsewhere }
  })
  const standing = new Set(named.map(placeOf))
  return { mode, why, stacks: named, leftover: recorded?.stacks.filter(stack => !standing.has(placeOf(stack))) ?? [] }
}

const keyOf = (stack: { original: string; region?: string | undefined }): string =>
  `${stack.region ?? ''}/${stack.original}`
const placeOf = (stack: { name: string; region?: string | undefined }): string => `${stack.region ?? ''}/${stack.name}`

function decideAuto({
  stacks,
  stage,
  accountId,
  region,
  siblings,
}: NamingQuestion): Pick<NamingDecision, 'mode' | 'why'> {
  // Of an account that was never asked for its id we must assume that it is the same.
  const sharing = siblings.filter(sibling => {
    const account = sibling.naming?.accountId ?? sibling.accountId
    return (account === null || account === accountId) && (sibling.naming?.region ?? sibling.region) === region
  })
  if (sharing.length === 0)
    return { mode: 'keep', why: 'The stacks keep their names: no other environment shares the account and region.' }
  if (stacks.every(stack => carriesStage(stack.name, stage)))
    return { mode: 'keep', why: `The stacks keep their names: each carries "${stage}" already.` }
  const names = new Set(stacks.map(stack => stack.name))
  const uses = (sibling: (typeof sharing)[number]) =>
    sibling.naming === null || sibling.naming.stacks.some(stack => names.has(stack.original) || names.has(stack.name))
  const rival = sharing.find(uses)
  if (!rival)
    return { mode: 'keep', why: 'The stacks keep their names: those of the other environments differ already.' }
  return {
    mode: 'prefix',
    why: `The stacks are prefixed with "${stage}-": ${rival.environment} shares the account and region.`,
  }
}
