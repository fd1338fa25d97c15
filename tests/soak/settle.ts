import type { TestContext } from 'node:test'
import { check } from './checks.ts'
import { type Place, quiet } from './quiet.ts'
import { following, shop } from './shop.ts'
import type { World } from './world.ts'

const patienceMs = 90_000

/** All is well in the end, whatever happened. @param others what was deployed besides the shop */
export async function settle(world: World, others: readonly Place[] = []): Promise<void> {
  const places = Object.entries(following).map(([environment, branch]) => ({
    app: shop,
    environment,
    head: world.repository.head(branch),
  }))
  await quiet(world, [...places, ...others], patienceMs)
  await check(world, [shop, ...others.map(one => one.app)])
}

/** Tells what happened, and how to see it again, when a round fails. @param again the arguments of `npm run soak` */
export async function played(t: TestContext, world: World, again: string, play: () => Promise<void>): Promise<void> {
  const from = world.story.length
  try {
    await play()
  } catch (error) {
    t.diagnostic(`again: npm run soak -- ${again}`)
    for (const line of world.story.slice(from)) t.diagnostic(line)
    throw error
  }
}
