import { fail } from './link.ts'
import type { Session } from './session.ts'
import type { Place } from './stacks.ts'

/** Deletes one stack and waits until it is gone. A stack that does not exist is gone. */
export async function deleteStack(session: Session, place: Place): Promise<void> {
  for (const attempt of [1, 2, 3]) {
    const stack = await session.stacks.describe(place)
    if (!stack?.StackId) return
    await session.stacks.delete(place)
    const after = await session.stacks.stable({ ...place, name: stack.StackId }, session.pollMs)
    if (!after) return
    if (attempt === 3)
      throw fail(
        'remove_failed',
        null,
        `${place.name} could not be deleted: ${after.StackStatusReason ?? after.StackStatus}`,
      )
  }
}
