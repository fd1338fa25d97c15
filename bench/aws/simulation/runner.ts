import { postsAtOnce } from '../../../src/adapters/aws/live-updates.ts'
import { limits } from '../../../src/entry/aws/limits.ts'
import { Backoff } from '../../../src/runner/session/backoff.ts'
import type { Deployment } from './request.ts'
import { durations, type World } from './world.ts'

/** Of its lines, from when the first of a post was written until Trellis had it. */
export interface Told {
  lags: number[]
  posts: number
  turnedAway: number
  lost: number
}

/** Posts what it prints, which it does all the time, until its build is over and all is told. */
export async function runner(world: World, own: Deployment, watchers: number, told: Told): Promise<void> {
  const { agenda } = world
  const { posts: pace = 0 } = limits.pace ?? {}
  await agenda.about(durations.machineComes)
  const endsAt = agenda.now + durations.build
  const backoff = new Backoff()
  let since = agenda.now
  let heardAt = agenda.now
  while (since < endsAt) {
    await agenda.sleep(Math.max(0, since + pace - agenda.now))
    const begun = agenda.now
    told.posts += 1
    if (await post(world, watchers)) {
      told.lags.push(agenda.now - since)
      since = begun
      heardAt = agenda.now
      backoff.reset()
      continue
    }
    told.turnedAway += 1
    if (agenda.now - heardAt > limits.lease) {
      told.lost += 1
      break
    }
    await agenda.sleep(backoff.next())
  }
  own.state = 'over'
  world.cpus.free()
}

async function post(world: World, watchers: number): Promise<boolean> {
  const { agenda, calls, ownCalls, lambdas } = world
  await agenda.about(durations.way)
  if (!calls.take() || !ownCalls.take() || !lambdas.take()) return false
  await agenda.about(durations.call)
  // Before the function answers, all who watch are told, so many at a time.
  for (let left = watchers; left > 0; left -= postsAtOnce) {
    for (let one = 0; one < Math.min(left, postsAtOnce); one++) calls.take()
    await agenda.about(durations.message)
  }
  lambdas.free()
  return true
}
