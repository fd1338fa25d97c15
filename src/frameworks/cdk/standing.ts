import type { StackNames } from '../../contract/app.ts'
import type { Failure } from '../../contract/deployment.ts'
import type { Naming } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'

export const appTag = 'trellis:app'
export const environmentTag = 'trellis:environment'
export const installationTag = 'trellis:installation'

/** Whose stacks these are. Two Trellis may share an account, and know nothing of each other's apps. */
export interface Owner {
  app: string
  environment: string
  installation: string
}
type Tags = Readonly<Record<string, string>>

export const ownTags = ({ app, environment, installation }: Owner): Record<string, string> => ({
  [appTag]: app,
  [environmentTag]: environment,
  [installationTag]: installation,
})

/** Stacks of before the installation was noted count as this one's. */
const isOfOtherTrellis = (tags: Tags, { installation }: Pick<Owner, 'installation'>): boolean =>
  tags[installationTag] !== undefined && tags[installationTag] !== installation

export const isOwn = (tags: Tags, owner: Owner): boolean =>
  tags[appTag] === owner.app && tags[environmentTag] === owner.environment && !isOfOtherTrellis(tags, owner)

/** Half made it may have got no tags yet, and is nobody's else where this environment recorded its name. */
export const isRemovable = (
  { status = '', tags }: { status?: string | undefined; tags: Tags },
  owner: Owner,
): boolean => isOwn(tags, owner) || (tags[appTag] === undefined && isHalfMade(status))

const isHalfMade = (status: string): boolean =>
  /^(REVIEW_IN_PROGRESS|CREATE_|ROLLBACK_)/.test(status) && status !== 'CREATE_COMPLETE'

/** A stack as it stands in the cloud. One that only waits for its first change set does not stand. */
export interface StandingStack {
  name: string
  region?: string | undefined
  tags: Tags
}

export interface StandingQuestion extends Owner {
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
 * nobody tagged, or another Trellis, is adopted only where a person said so, and never gets an empty twin by surprise.
 */
export function checkStanding(question: StandingQuestion): Failure | undefined {
  const { app, setting, stacks, standing } = question
  const find = (name: string, region: string | undefined) =>
    standing.find(stack => stack.name === name && stack.region === region)
  const first = question.recorded?.stacks.find(stack => isOwn(find(stack.name, stack.region)?.tags ?? {}, question))
  if (first && question.recorded?.mode !== question.mode) return renamed(first.name, question)
  for (const { name, original, region } of stacks) {
    const target = find(name, region)
    // Its tags say so, not the record: the deployment that recorded the name may have died before it made anything.
    if (target && isOwn(target.tags, question)) continue
    if (target?.tags[appTag] !== undefined && !isOfOtherTrellis(target.tags, question))
      return ofAnother(name, target, question)
    if (target && setting !== 'keep') return exists(target, { name, original }, question)
    const twin = original === name ? undefined : find(original, region)
    const ofSibling = twin?.tags[appTag] === app && !isOfOtherTrellis(twin.tags, question)
    if (twin && setting === 'auto' && !first && !ofSibling) return exists(twin, { name, original }, question)
  }
  return undefined
}

/** Other names would be an empty twin, and what stands, with its data, nobody's any more. */
function renamed(standing: string, { app, environment, mode }: StandingQuestion): Failure {
  const names = mode === 'keep' ? 'the names in the code' : 'names with a prefix'
  return failure(
    'stack_exists',
    null,
    `${environment} stands already, as ${standing}: ${names} would make an empty twin of it.`,
    `\`trellis environment set ${app} ${environment} --stack-names auto\` goes on with what stands. For other names tear the environment down first.`,
  )
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

function exists(
  { name: standing, tags }: StandingStack,
  { name, original }: { name: string; original: string },
  question: StandingQuestion,
): Failure {
  const foreign = isOfOtherTrellis(tags, question)
  const owner = `the environment ${tags[environmentTag]} of the app ${tags[appTag]}`
  const message = foreign
    ? `A stack ${standing} stands already in this account; it belongs to another Trellis (${owner}).`
    : tags[appTag] !== undefined
      ? `A stack ${standing} stands already; it belongs to the app ${tags[appTag]}.`
      : `A stack ${standing} stands already in this account, and Trellis did not deploy it.`
  return failure('stack_exists', null, message, waysOn(standing, { name, original }, foreign, tags, question))
}

function waysOn(
  standing: string,
  { name, original }: { name: string; original: string },
  foreign: boolean,
  tags: Tags,
  { app, environment }: StandingQuestion,
): string {
  // `keep` means the name in the code: it cannot adopt a stack of any other name.
  if (standing !== original)
    return foreign
      ? 'Tear it down with that Trellis, or give this environment another name.'
      : 'Delete it if nobody needs it, or give this environment another name.'
  const set = `trellis environment set ${app} ${environment} --stack-names`
  const prefix = `\`${set} prefix\` builds ${name === standing ? 'one with a prefix' : name} beside it`
  if (tags[appTag] !== undefined && !foreign) return `${prefix}.`
  const adopt = `\`${set} keep\` adopts ${standing}: this deployment would then update it.`
  return name !== standing ? `${adopt} ${prefix} and leaves it alone.` : `${adopt} ${prefix}.`
}
