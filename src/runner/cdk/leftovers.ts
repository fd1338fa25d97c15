import type { StackResourceSummary } from '@aws-sdk/client-cloudformation'
import { deletionPolicies } from '../../platform/deletion-policies.ts'
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

const neverMade = new Set(['DELETE_COMPLETE', 'CREATE_FAILED'])
const keeping = new Set(['Retain', 'RetainExceptOnCreate'])

/** What deleting a stack will leave, read before it is deleted, nested stacks included. */
export async function contentOf(
  stacks: Stacks,
  stack: { id: string; name: string; region: string | undefined },
): Promise<StackContent> {
  const place = { name: stack.id, region: stack.region }
  const [resources, policies] = await Promise.all([
    stacks.resources(place),
    stacks
      .template(place)
      .then(deletionPolicies)
      .catch(() => new Map<string, string>()),
  ])
  const content: StackContent = { kept: [], functions: [], nested: [] }
  for (const resource of resources.filter(each => !neverMade.has(each.ResourceStatus ?? ''))) {
    const leftover = asLeftover(resource, stack)
    if (!leftover) continue
    if (keeping.has(policies.get(leftover.logicalId) ?? '')) content.kept.push(leftover)
    else if (leftover.type === 'AWS::Lambda::Function') content.functions.push(leftover)
    else if (leftover.type === 'AWS::CloudFormation::Stack') {
      const inner = await contentOf(stacks, { ...stack, id: leftover.id })
      content.kept.push(...inner.kept)
      content.functions.push(...inner.functions)
      content.nested.push(leftover.id, ...inner.nested)
    }
  }
  return content
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
