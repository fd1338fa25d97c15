import type { StackResourceSummary } from '@aws-sdk/client-cloudformation'
import { deletionPolicies } from '../../platform/deletion-policies.ts'
import { isKept, isNested, type WithinStack, withinStack } from '../../platform/within-stack.ts'
import type { Stacks } from './stacks.ts'

/** A resource that outlives its stack. */
export interface Leftover {
  type: string
  id: string
  logicalId: string
  stack: string
  region: string | undefined
}

export interface StackContent {
  /** What the template says is to be kept. */
  kept: Leftover[]
  /** Lambda makes a log group for a function by itself, which no stack deletes. */
  functions: Leftover[]
  nested: string[]
}

/** What deleting a stack will leave, read before it is deleted, nested stacks included. */
export async function contentOf(
  stacks: Stacks,
  stack: { id: string; name: string; region: string | undefined },
): Promise<StackContent> {
  const of = (id: string) => ({ name: id, region: stack.region })
  const within = await withinStack(
    {
      resources: id => stacks.resources(of(id)),
      policies: id =>
        stacks
          .template(of(id))
          .then(deletionPolicies)
          .catch(() => new Map<string, string>()),
    },
    stack.id,
  )
  const leftovers = (fits: (one: WithinStack) => boolean): Leftover[] =>
    within
      .filter(fits)
      .map(({ type, id, logicalId }) => ({ type, id, logicalId, stack: stack.name, region: stack.region }))
  return {
    kept: leftovers(isKept),
    functions: leftovers(one => one.type === 'AWS::Lambda::Function' && !isKept(one)),
    nested: within.filter(isNested).map(({ id }) => id),
  }
}

/** A stack of years of updates is not read to its beginning: at ten calls a second this takes a minute. */
const mostEvents = 50_000

/**
 * Those that CloudFormation says it skipped, which it knows best; it forgets nothing when a template cannot be read.
 * @param since absent: also those that updates replaced or left out long ago
 */
export async function skipped(
  stacks: Stacks,
  stack: { id: string; name: string; region: string | undefined },
  since = new Date(0),
): Promise<Leftover[]> {
  const events = await stacks.events({ name: stack.id, region: stack.region }, since, mostEvents).catch(() => [])
  return events
    .filter(event => event.ResourceStatus === 'DELETE_SKIPPED')
    .flatMap(event => asLeftover(event, stack) ?? [])
}

function asLeftover(
  resource: Partial<Pick<StackResourceSummary, 'ResourceType' | 'PhysicalResourceId' | 'LogicalResourceId'>>,
  stack: { name: string; region: string | undefined },
): Leftover | undefined {
  const { ResourceType: type, PhysicalResourceId: id, LogicalResourceId: logicalId } = resource
  return type && id && logicalId ? { type, id, logicalId, stack: stack.name, region: stack.region } : undefined
}

/** Without doubles: the template and the events name the same ones. */
export const unique = (leftovers: readonly Leftover[]): Leftover[] => [
  ...new Map(leftovers.map(each => [`${each.region ?? ''} ${each.type} ${each.id}`, each])).values(),
]
