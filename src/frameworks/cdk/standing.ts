import type { StackNames } from '../../contract/app.ts'
import type { Failure } from '../../contract/deployment.ts'
import type { Naming } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'

export const appTag = 'trellis:app'
export const environmentTag = 'trellis:environment'

export const ownTags = (owner: { app: string; environment: string }): Record<string, string> => ({
  [appTag]: owner.app,
  [environmentTag]: owner.environment,
})

/** A stack as it stands in the cloud. One that only waits for its first change set does not stand. */
export interface StandingStack {
  name: string
  region?: string | undefined
  tags: Readonly<Record<string, string>>
}

export interface StandingQuestion {
  app: string
  environment: string
  setting: StackNames
  mode: Naming['mode']
  /** What is about to be deployed. */
  stacks: Naming['stacks']
  /** What an earlier deployment of this environment recorded. */
  recorded: Naming | null
  standing: readonly StandingStack[]
}

/** Every name whose stack has to be looked at, in its region, before anything is deployed. */
export const namesToLookAt = (stacks: Naming['stacks']): { name: string; region?: string | undefined }[] =>
  stacks.flatMap(({ original, name, region }) => [...new Set([original, name])].map(each => ({ name: each, region })))

/**
 * Whether what stands there forbids this deployment. Another environment's stack is never touched; a stack that
 * nobody tagged is adopted only where a person said so, and never gets an empty twin by surprise.
 */
export function checkStanding(question: StandingQuestion): Failure | undefined {
  const { app, environment, setting, stacks, recorded, standing } = question
  const find = (name: string, region: string | undefined) =>
    standing.find(stack => stack.name === name && stack.region === region)
  const known = new Set(recorded?.stacks.map(stack => `${stack.region ?? ''}/${stack.name}`) ?? [])
  for (const { name, original, region } of stacks) {
    const target = find(name, region)
    const owner = target?.tags[appTag]
    const mine = owner === app && target?.tags[environmentTag] === environment
    if (target && owner !== undefined && !mine) return ofAnother(name, target, question)
    if (known.has(`${region ?? ''}/${name}`)) continue
    if (target && !mine && setting !== 'keep') return exists(name, name, question)
    const twin = original === name ? undefined : find(original, region)
    if (twin && setting === 'auto' && recorded === null && twin.tags[appTag] !== app)
      return exists(original, name, question)
  }
  return undefined
}

function ofAnother(name: string, { tags }: StandingStack, question: StandingQuestion): Failure {
  return failure(
    'stack_of_another_environment',
    null,
    `The stack ${name} belongs to the environment ${tags[environmentTag]} of the app ${tags[appTag]}.`,
    question.mode === 'keep'
      ? `\`trellis environment set ${question.app} ${question.environment} --stack-names prefix\` gives this environment stacks of its own, or tear the other environment down first.`
      : 'Give the stack another name in the code, or tear the other environment down first.',
  )
}

function exists(standing: string, name: string, { app, environment, standing: all }: StandingQuestion): Failure {
  const set = `trellis environment set ${app} ${environment} --stack-names`
  const owner = all.find(stack => stack.name === standing)?.tags[appTag]
  const prefix = `\`${set} prefix\` builds ${name === standing ? 'one with a prefix' : name} beside it`
  if (owner !== undefined)
    return failure(
      'stack_exists',
      null,
      `A stack ${standing} stands already; it belongs to the app ${owner}.`,
      `${prefix}.`,
    )
  const adopt = `\`${set} keep\` adopts ${standing}: this deployment would then update it.`
  return failure(
    'stack_exists',
    null,
    `A stack ${standing} stands already in this account, and Trellis did not deploy it.`,
    name !== standing ? `${adopt} ${prefix} and leaves it alone.` : `${adopt} ${prefix}.`,
  )
}
