import { longestPauseMs, writeAttempts } from '../../../src/adapters/aws/table/write.ts'
import { machinePatience } from '../../../src/core/deployment/wait-for-machine.ts'
import { machineStart } from '../../../src/entry/aws/limits.ts'
import { Backoff } from '../../../src/runner/session/backoff.ts'
import { durations, type World } from './world.ts'

export interface Deployment {
  state: 'asked' | 'queued' | 'claimed' | 'waiting' | 'running' | 'failed' | 'over'
  /** Since when there is no machine for it. */
  waitsSince: number | null
  /** When its machine was given. */
  startedAt: number | null
}

const functionEndsAfter = 29_000

/** A person's call that asks for a deployment, tried again where it is turned away; then what waits is started, all of it, as `advance` does. */
export async function request(world: World, own: Deployment, all: readonly Deployment[]): Promise<void> {
  const { agenda } = world
  await agenda.sleep(Math.random() * durations.arrivals)
  const backoff = new Backoff()
  while (!world.calls.take() || !world.ownCalls.take() || !world.lambdas.take()) await agenda.sleep(backoff.next())
  const endsAt = agenda.now + functionEndsAfter
  await agenda.about(durations.call)
  own.state = 'queued'
  await advance(world, all, () => agenda.now < endsAt)
  world.lambdas.free()
}

/** One after the other; whoever has no time left begins with nothing more, and the sweep goes on. */
export async function advance(world: World, all: readonly Deployment[], hasTime: () => boolean): Promise<void> {
  let hasRoom = true
  for (const one of all.filter(one => one.state === 'queued')) {
    if (!hasTime()) return
    // The environments of the app, and the one itself.
    await read(world)
    await read(world)
    if (one.state !== 'queued' || !(await claim(world, one))) continue
    if (hasRoom) hasRoom = await start(world, one)
    else refuse(world, one)
  }
}

/** As the sweep does with those that wait: the oldest first, until one is refused. */
export async function askAgain(world: World, all: readonly Deployment[]): Promise<void> {
  let hasRoom = true
  const waiting = all.filter(one => one.state === 'waiting')
  for (const one of waiting.sort((a, b) => (a.waitsSince ?? 0) - (b.waitsSince ?? 0))) {
    if (one.state !== 'waiting') continue
    if (hasRoom) hasRoom = await start(world, one)
    else refuse(world, one)
  }
}

function refuse({ agenda }: World, one: Deployment): void {
  one.waitsSince ??= agenda.now
  one.state = agenda.now - one.waitsSince >= machinePatience ? 'failed' : 'waiting'
}

async function read({ agenda, environmentReads }: World): Promise<void> {
  // As often as it takes: the SDK tries again, and the store above it.
  for (let pause = 50; !environmentReads.take(); pause = Math.min(2 * pause, 1_000))
    await agenda.sleep(Math.random() * pause)
  await agenda.about(durations.question)
}

/** One transaction of three writes, each twice the price of one by itself; whoever meets another one at the count tries again, as `write` does. */
async function claim(world: World, one: Deployment): Promise<boolean> {
  const { agenda } = world
  for (let attempt = 1; attempt <= writeAttempts; attempt++) {
    if (one.state !== 'queued') return false
    if (!world.countIsTaken && world.countWrites.take(2) && world.environmentWrites.take(2)) {
      world.countIsTaken = true
      one.state = 'claimed'
      await agenda.about(durations.write)
      world.countIsTaken = false
      return true
    }
    await agenda.sleep(Math.random() * Math.min(10 * 2 ** attempt, longestPauseMs))
  }
  return false
}

/** @returns false: there is no room */
async function start(world: World, one: Deployment): Promise<boolean> {
  const { agenda, starts, cpus } = world
  const { patienceMs, pauseMs } = machineStart
  const until = agenda.now + patienceMs
  for (let pause = pauseMs; ; pause *= 1.5) {
    await agenda.about(durations.startTask)
    if (starts.take() && cpus.take()) break
    if (agenda.now + pause > until) {
      refuse(world, one)
      return false
    }
    await agenda.sleep(pause)
  }
  one.state = 'running'
  one.startedAt = agenda.now
  return true
}
