import type { StackEvent } from '@aws-sdk/client-cloudformation'
import type { Failure } from '../../contract/deployment.ts'
import type { Naming } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'
import { hintFor } from '../../frameworks/cdk/stack-hints.ts'
import { CdkFailure } from './events.ts'
import { causes, toFailure } from './failures.ts'
import type { Session } from './session.ts'
import { firstCause } from './stack-events.ts'
import type { Place } from './stacks.ts'

/** Turns a failed deployment into its first cause: the resource that CloudFormation could not make, or the toolkit's own reason. */
export async function explain(
  session: Session,
  stacks: Naming['stacks'],
  since: Date,
  error: unknown,
): Promise<CdkFailure> {
  const events = await Promise.all(stacks.map(stack => eventsOf(session, stack, since).catch(() => [])))
  const refused = await Promise.all(stacks.map(stack => session.stacks.refusals(stack, since).catch(() => [])))
  const cause = firstCause(events.flat()) ?? firstCause(refused.flat())
  if (!cause) return new CdkFailure(refusal(error, stacks) ?? toFailure(error, 'deploy'))
  const reason = cause.ResourceStatusReason ?? 'no reason given'
  const message = `${cause.LogicalResourceId} (${cause.ResourceType}) in ${cause.StackName}: ${cause.ResourceStatus}: ${reason}`
  return new CdkFailure(failure('stack_failed', null, message, hintFor(reason)))
}

/** CloudFormation took nothing of a stack, so that there is no event to tell of it: it refused the template or the call itself. */
function refusal(error: unknown, stacks: Naming['stacks']): Failure | undefined {
  const chain = causes(error)
  const refused = chain.find(each => each.name === 'ValidationError' && '$fault' in each)
  if (!refused) return undefined
  // Only the toolkit's wrapping knows which of them it was.
  const named = stacks.filter(({ name }) => chain.some(each => each.message.includes(` ${name} failed`)))
  const [stack] = named.length > 0 ? named : stacks.length === 1 ? stacks : []
  const template = `${stack ? stack.original : '…'}.template.json`
  return failure(
    'stack_failed',
    null,
    `CloudFormation refuses ${stack ? `the stack ${stack.name}` : 'a stack'}: ${refused.message}`,
    hintFor(refused.message) ??
      `Nothing of the stack was changed. Compare what the message names with ${template} in cdk.out, which \`npx cdk synth\` writes.`,
  )
}

/** With those of nested stacks, where the cause usually is when there are any. */
async function eventsOf(session: Session, place: Place, since: Date): Promise<StackEvent[]> {
  const own = await session.stacks.events(place, since)
  const nested = new Set(
    own
      .filter(event => event.ResourceType === 'AWS::CloudFormation::Stack' && event.ResourceStatus?.endsWith('_FAILED'))
      .map(event => event.PhysicalResourceId)
      .filter(id => id !== undefined && id !== own[0]?.StackId),
  )
  const inner = [...nested].map(id => eventsOf(session, { ...place, name: id ?? '' }, since).catch(() => []))
  return [...own, ...(await Promise.all(inner)).flat()]
}
