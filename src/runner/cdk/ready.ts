import type { Naming } from '../../contract/job.ts'
import { appTag, isOwn } from '../../frameworks/cdk/standing.ts'
import { deleteStack } from './delete-stack.ts'
import type { CdkFailure } from './events.ts'
import { fail } from './link.ts'
import type { DeployRequest } from './requests.ts'
import type { Session } from './session.ts'
import { type Place, tagsOf } from './stacks.ts'

/** What a first deployment leaves that failed: nothing stands, but the name is taken and no update is accepted. */
const neverStood = new Set(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'])

/** Brings every stack into a state from which it can be deployed. */
export async function makeReady(session: Session, stacks: Naming['stacks'], request: DeployRequest): Promise<void> {
  const recorded = new Set(request.naming?.stacks.map(stack => stack.name) ?? [])
  await Promise.all(stacks.map(place => ready(session, place, recorded.has(place.name), request)))
}

async function ready(session: Session, place: Place, recorded: boolean, request: DeployRequest): Promise<void> {
  let stack = await session.stacks.describe(place)
  if (stack?.StackStatus?.endsWith('_IN_PROGRESS') && stack.StackStatus !== 'REVIEW_IN_PROGRESS') {
    session.link.say(`Waiting for ${place.name}: ${stack.StackStatus}.`)
    stack = await session.stacks.stable(place, session.pollMs)
  }
  const status = stack?.StackStatus ?? ''
  const tags = stack ? tagsOf(stack) : {}
  const ours = isOwn(tags, request)
  // A change set that waits for a review may be somebody else's; the toolkit leaves it alone and goes on.
  const abandoned = status === 'REVIEW_IN_PROGRESS' && (ours || (recorded && tags[appTag] === undefined))
  if (status === 'DELETE_FAILED' || (neverStood.has(status) && !ours)) throw unusable(place.name, status, ours, request)
  if (neverStood.has(status) || abandoned) {
    session.link.say(`Removing what a failed deployment left of ${place.name} (${status}).`)
    await deleteStack(session, place)
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    session.link.say(`Finishing the rollback of ${place.name} that got stuck.`)
    await session.stacks.continueRollback(place)
    const after = await session.stacks.stable(place, session.pollMs)
    if (after?.StackStatus === 'UPDATE_ROLLBACK_FAILED')
      throw fail(
        'stack_failed',
        null,
        `The stack ${place.name} is stuck in UPDATE_ROLLBACK_FAILED: ${after.StackStatusReason ?? 'no reason given'}`,
        'Mend the resource that CloudFormation names, or skip it with `aws cloudformation continue-update-rollback --resources-to-skip`, then deploy again.',
      )
  }
}

/** It cannot be updated, and to delete it is not this deployment's: it holds resources, or is somebody else's. */
function unusable(name: string, status: string, ours: boolean, { app, environment }: DeployRequest): CdkFailure {
  const what = ours ? 'an earlier removal did not end' : 'this environment did not make it'
  return fail(
    'stack_failed',
    null,
    `The stack ${name} cannot be deployed: it is in ${status}, and ${what}.`,
    ours
      ? `Finish the removal with \`trellis teardown ${app} ${environment} --yes\`, then deploy again.`
      : 'Delete the stack in CloudFormation if nobody needs what is left of it, then deploy again.',
  )
}
