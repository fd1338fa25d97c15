import type { StackEvent } from '@aws-sdk/client-cloudformation'

/** `CREATE_COMPLETE  AWS::DynamoDB::Table  Orders`; why, when it failed; which one, when it goes on standing outside the stack. */
export function eventLine(event: StackEvent): string {
  const what = [event.ResourceStatus?.padEnd(18), event.ResourceType, event.LogicalResourceId].join('  ')
  if (event.ResourceStatus === 'DELETE_SKIPPED') return `${what}  ${event.PhysicalResourceId} is kept`
  return event.ResourceStatusReason && event.ResourceStatus?.endsWith('_FAILED')
    ? `${what}  ${event.ResourceStatusReason}`
    : what
}

/** CloudFormation stops what was under way once another resource has failed: an effect, not the cause. */
const consequence = /^Resource (creation|update|deletion) cancelled/i

/** The event that the failure began with, of events that come newest first. Within a nested stack it is a resource of that stack, not the stack. */
export function firstCause(events: readonly StackEvent[]): StackEvent | undefined {
  const failed = events
    .filter(event => event.ResourceStatus?.endsWith('_FAILED') && !consequence.test(event.ResourceStatusReason ?? ''))
    .filter(event => event.PhysicalResourceId !== event.StackId)
    // Those of one instant stay as they came about.
    .toReversed()
    .toSorted((a, b) => (a.Timestamp?.getTime() ?? 0) - (b.Timestamp?.getTime() ?? 0))
  return failed.find(event => event.ResourceType !== 'AWS::CloudFormation::Stack') ?? failed[0]
}
