import { TrellisError } from '../../core/errors.ts'
import { removeStack } from '../../runner/cdk/remove-stack.ts'
import type { Session } from '../../runner/cdk/session.ts'
import type { Say } from './cloud.ts'
import { dataOf, deleteData } from './kept-data.ts'
import { unprotect } from './unprotect.ts'

/** A first attempt that failed: nobody ever came in. */
const neverStood = new Set(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'])
/** Nothing is made from these but by deleting first. */
const beyondRepair = new Set([...neverStood, 'DELETE_FAILED'])

/** Brings the stack of an installation, which may be there from an attempt that did not come to its end, to where it can be deployed. */
export async function makeReady(session: Session, name: string, say: Say): Promise<void> {
  let stack = await session.stacks.describe({ name })
  if (stack?.StackStatus?.endsWith('_IN_PROGRESS') && stack.StackStatus !== 'REVIEW_IN_PROGRESS') {
    say(`Waiting for what goes on already: ${stack.StackStatus}.`)
    stack = await session.stacks.stable({ name: stack.StackId ?? name }, session.pollMs)
  }
  const status = stack?.StackStatus ?? ''
  if (stack && beyondRepair.has(status)) {
    say(`Removing what an attempt left that did not come to its end: ${status}.`)
    const place = { id: stack.StackId ?? name, name, region: undefined }
    // A table that is protected outlives even the attempt that made it. Of what stood, data stays, as it does whenever nobody says otherwise.
    const empty = neverStood.has(status) ? await dataOf(session, place) : []
    await unprotect(session, stack)
    const left = await removeStack(session, place, false)
    await deleteData(session, empty, say)
    for (const one of left) say(`Kept, since there is something in it: ${one.id}.`)
  }
  if (status !== 'UPDATE_ROLLBACK_FAILED') return
  say('Finishing a rollback that got stuck.')
  await session.stacks.continueRollback({ name })
  const after = await session.stacks.stable({ name }, session.pollMs)
  if (after?.StackStatus !== 'UPDATE_ROLLBACK_FAILED') return
  throw new TrellisError(
    'installation_failed',
    `The stack ${name} is stuck in UPDATE_ROLLBACK_FAILED: ${after.StackStatusReason ?? 'no reason given'}`,
    'Mend the resource that CloudFormation names, or skip it with `aws cloudformation continue-update-rollback --resources-to-skip`.',
  )
}
