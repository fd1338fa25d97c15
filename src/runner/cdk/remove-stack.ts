import type { Stack } from '@aws-sdk/client-cloudformation'
import { clientConfig } from './aws-client.ts'
import { emptyBucket } from './delete-leftover.ts'
import type { Leftover } from './leftovers.ts'
import { fail } from './link.ts'
import type { Session } from './session.ts'

interface Standing {
  id: string
  name: string
  region: string | undefined
}

/**
 * Deletes one stack. A bucket that is not empty holds data, so like a retained one it is emptied only on request and
 * else left behind; anything else that cannot be deleted leaves the stack standing, for the next try.
 * @returns what had to be left behind so that the stack could go.
 */
export async function removeStack(session: Session, stack: Standing, deleteData: boolean): Promise<Leftover[]> {
  let after = await attempt(session, stack)
  if (!after) return []
  const stuck = await stuckIn(session, stack)
  const buckets = stuck.filter(resource => resource.type === 'AWS::S3::Bucket')
  if (deleteData) {
    for (const bucket of buckets) await emptyBucket(bucket.id, clientConfig(session.access, bucket.region))
  }
  // Some things only take a while, such as the network interfaces of a Lambda function.
  after = await attempt(session, stack)
  if (!after) return []
  const still = await stuckIn(session, stack)
  if (still.length > 0 && still.every(resource => resource.type === 'AWS::S3::Bucket')) {
    after = await attempt(
      session,
      stack,
      still.map(bucket => bucket.logicalId),
    )
    if (!after) return still
  }
  const [first] = still
  throw fail(
    'remove_failed',
    null,
    first
      ? `${first.logicalId} (${first.type}) in ${stack.name} could not be deleted: ${first.reason}`
      : `${stack.name} could not be deleted: ${after.StackStatusReason ?? after.StackStatus}`,
    after.EnableTerminationProtection
      ? 'The stack is protected from termination: turn that off in the code, deploy, and tear down again.'
      : undefined,
  )
}

/** Undefined: gone. A refusal of the request itself leaves the stack as it is, and is told from its reason. */
async function attempt(session: Session, { id, region }: Standing, retain?: string[]): Promise<Stack | undefined> {
  const place = { name: id, region }
  try {
    await session.stacks.delete(place, retain)
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationError')) throw error
    const stack = await session.stacks.describe(place)
    return stack && { ...stack, StackStatusReason: error.message }
  }
  return await session.stacks.stable(place, session.pollMs)
}

async function stuckIn(session: Session, { id, name, region }: Standing): Promise<(Leftover & { reason: string })[]> {
  const resources = await session.stacks.resources({ name: id, region })
  return resources
    .filter(resource => resource.ResourceStatus === 'DELETE_FAILED')
    .map(resource => ({
      type: resource.ResourceType ?? '',
      id: resource.PhysicalResourceId ?? '',
      logicalId: resource.LogicalResourceId ?? '',
      stack: name,
      region,
      reason: resource.ResourceStatusReason ?? 'no reason given',
    }))
}
