import type { Stack } from '@aws-sdk/client-cloudformation'
import type { RetainedResource } from '../../contract/deployment.ts'
import { checkRecordedPlace } from '../../frameworks/cdk/placement.ts'
import { appTag, environmentTag, isOwn, isRemovable } from '../../frameworks/cdk/standing.ts'
import { contentOf, type Leftover, skipped, unique } from './leftovers.ts'
import { failIf } from './link.ts'
import { functionLogGroups } from './log-groups.ts'
import { removeStack } from './remove-stack.ts'
import type { RemoveRequest, RemoveResult } from './requests.ts'
import type { Session } from './session.ts'
import { earlierLeftovers, notDeleted, settleLeftovers, unheld } from './settle-leftovers.ts'
import { type Place, tagsOf } from './stacks.ts'

interface Doomed {
  stack: Stack & { StackId: string; StackName: string }
  region: string | undefined
}

/** Deletes every stack of the environment, consumers before producers, and tells what outlives them. */
export async function remove(session: Session, request: RemoveRequest): Promise<RemoveResult> {
  failIf(checkRecordedPlace(request.naming, session.access, request.environment))
  const doomed = await stacksToRemove(session, request)
  const earlier = await earlierLeftovers(session, request)
  if (doomed.length === 0) session.link.say('No stack of this environment stands.')
  if (doomed.length > 0 || (request.deleteRetained && earlier.length > 0))
    await session.link.ask({ about: 'cloud-changing' })
  const leftovers: Leftover[] = []
  const functions: Leftover[] = []
  let retained: RetainedResource[] = []
  try {
    for (const [completed, { stack, region }] of doomed.entries()) {
      session.link.send({ type: 'progress', progress: { completed, total: doomed.length, current: stack.StackName } })
      const place = { id: stack.StackId, name: stack.StackName, region }
      await session.stacks.stable({ name: place.id, region }, session.pollMs)
      const since = new Date(Date.now() - 1_000)
      const content = await contentOf(session.stacks, place)
      const all = [place, ...content.nested.map(id => ({ ...place, id }))]
      const skips = async (from?: Date) =>
        unique((await Promise.all(all.map(each => skipped(session.stacks, each, from)))).flat())
      // What updates replaced, and kept all the same, is in no template any more.
      leftovers.push(...(await unheld(session, await skips())))
      session.link.say(`Deleting the stack ${place.name}.`)
      const orphans = await removeStack(session, place, request.deleteRetained)
      leftovers.push(...content.kept, ...(await skips(since)), ...orphans)
      functions.push(...content.functions)
    }
  } finally {
    // Also when a later stack could not be deleted: nobody could tell afterwards what the earlier ones left.
    leftovers.push(...(await functionLogGroups(session, functions)))
    retained = await settleLeftovers(session, unique([...earlier, ...leftovers]), request.deleteRetained)
    session.link.send({ type: 'retained', resources: retained })
  }
  if (request.deleteRetained) failIf(notDeleted(retained))
  session.link.send({ type: 'progress', progress: { completed: doomed.length, total: doomed.length } })
  return { stacks: doomed.map(({ stack }) => stack.StackName), retained }
}

/**
 * By their tags, wherever they came from, and by their recorded names those that never got as far as having tags.
 * A standing stack without our tags is not ours, even if its name was recorded: its adoption failed.
 */
async function stacksToRemove(session: Session, request: RemoveRequest): Promise<Doomed[]> {
  const recorded = request.naming?.stacks ?? []
  const regions = [...new Set([undefined, ...recorded.map(stack => stack.region)])]
  const found = new Map<string, Doomed>()
  const add = (stack: Stack | undefined, region: string | undefined) => {
    if (stack?.StackId && stack.StackName && !stack.ParentId)
      found.set(stack.StackId, { stack: { ...stack, StackId: stack.StackId, StackName: stack.StackName }, region })
  }
  for (const region of regions) {
    const tags = { [appTag]: request.app, [environmentTag]: request.environment }
    for (const stack of await session.stacks.tagged(tags, region)) {
      // Another Trellis may know an app and an environment of the same names.
      if (isOwn(tagsOf(stack), request)) add(stack, region)
    }
  }
  for (const place of recorded) {
    const stack = await session.stacks.describe(place)
    if (!stack?.StackId || found.has(stack.StackId)) continue
    if (isRemovable({ status: stack.StackStatus, tags: tagsOf(stack) }, request)) add(stack, place.region)
    else session.link.say(`The stack ${place.name} is left alone: it does not carry this environment's tags.`)
  }
  const position = ({ stack, region }: Doomed) =>
    recorded.findIndex(each => samePlace(each, { name: stack.StackName, region }))
  // What nobody recorded goes first, newest first: it can only use what was there before it.
  return [...found.values()].sort((a, b) => {
    const [left, right] = [position(a), position(b)]
    if (left !== -1 && right !== -1) return right - left
    if (left !== right && (left === -1 || right === -1)) return left === -1 ? -1 : 1
    return (b.stack.CreationTime?.getTime() ?? 0) - (a.stack.CreationTime?.getTime() ?? 0)
  })
}

const samePlace = (a: Place, b: Place): boolean => a.name === b.name && a.region === b.region
