import type { Failure, RetainedResource } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { deleteLeftover } from './delete-leftover.ts'
import type { Leftover } from './leftovers.ts'
import type { RemoveRequest } from './requests.ts'
import type { Session } from './session.ts'

/** What earlier teardowns left behind. */
export function earlierLeftovers(session: Session, { leftovers, naming }: RemoveRequest): Promise<Leftover[]> {
  const placed = leftovers.map(({ type, id, logicalId, stack, region: told }) => {
    const region = told ?? naming?.stacks.find(each => each.name === stack)?.region
    return { type, id, logicalId, stack, region }
  })
  return unheld(session, placed)
}

/** Without what a stack has taken in since: that is no leftover any more. */
export async function unheld(session: Session, leftovers: readonly Leftover[]): Promise<Leftover[]> {
  const found: Leftover[] = []
  for (const leftover of leftovers) {
    const { type, id, region } = leftover
    const holder = await session.stacks.holderOf(type, id, region)
    if (holder === undefined) found.push(leftover)
    else session.link.say(`${type} ${id} is left alone: it is part of the stack ${holder} now.`)
  }
  return found
}

/** Deletes what is left behind, on request, and tells of each what became of it. */
export async function settleLeftovers(
  session: Session,
  leftovers: readonly Leftover[],
  remove: boolean,
): Promise<RetainedResource[]> {
  const retained: RetainedResource[] = []
  for (const leftover of leftovers) {
    const { type, id, logicalId, stack, region } = leftover
    const shown = { type, id, logicalId, stack, ...(region !== undefined && { region }) }
    if (!remove) {
      session.link.say(`Left behind: ${type} ${id}`)
      retained.push({ ...shown, deleted: false })
      continue
    }
    try {
      await deleteLeftover(session, leftover)
      session.link.say(`Deleted ${type} ${id}`)
      retained.push({ ...shown, deleted: true })
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      session.link.say(`Could not delete ${type} ${id}: ${problem}`)
      retained.push({ ...shown, deleted: false, problem })
    }
  }
  return retained
}

/** Whoever asked for everything to be deleted must not be told that it was. */
export function notDeleted(retained: readonly RetainedResource[]): Failure | undefined {
  const left = retained.filter(each => !each.deleted)
  const [first] = left
  if (!first) return undefined
  const more = left.length > 1 ? `; ${left.length - 1} more could not be deleted either` : ''
  return failure(
    'remove_failed',
    null,
    `${first.type} ${first.id} of ${first.stack} could not be deleted: ${first.problem ?? 'no reason given'}${more}`,
    'The stacks are gone. Mend the cause and tear it down with `--delete-retained` again.',
  )
}
