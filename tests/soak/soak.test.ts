import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { act } from './act.ts'
import { Chance } from './chance.ts'
import { check } from './checks.ts'
import { Hello, hello } from './hello.ts'
import { type Place, quiet } from './quiet.ts'
import { following, shop, World } from './world.ts'

const rounds = Number(process.env.TRELLIS_SOAK_ROUNDS ?? 5)
const seed = Number(process.env.TRELLIS_SOAK_SEED ?? randomInt(1_000_000))
assert.ok(rounds >= 1 && Number.isInteger(seed), 'TRELLIS_SOAK_ROUNDS and TRELLIS_SOAK_SEED are whole numbers')
const chance = new Chance(seed)
let world: World
let app: Hello | undefined

before(async () => {
  world = await World.create(chance)
})
after(async () => {
  await world?.close()
  await app?.stop()
})

for (let round = 1; round <= rounds; round++) {
  // CloudFormation takes its time: every fifth round is its.
  if (round % 5 === 0) {
    test('a CDK app is deployed, for the next round', async () => {
      app ??= await Hello.create(world)
    })
    test(`round ${round} of ${rounds}, seed ${seed}: killed in the middle of a stack's update`, t =>
      played(t, interrupt))
  } else {
    test(`round ${round} of ${rounds}, seed ${seed}: killed at random moments`, t => played(t, random))
  }

  async function interrupt(): Promise<void> {
    if (!app) throw new Error('the CDK app does not stand')
    const version = await app.interrupt(round)
    await settle()
    await app.check(version)
  }
}

async function random(): Promise<void> {
  for (let deeds = chance.between(6, 10); deeds > 0; deeds--) {
    await act(world)
    await pause(chance.between(0, 900))
  }
  await world.up()
  await settle()
}

/** All is well in the end, whatever happened. */
async function settle(): Promise<void> {
  const places: Place[] = Object.entries(following).map(([environment, branch]) => ({
    app: shop,
    environment,
    head: world.repository.head(branch),
  }))
  if (app) places.push(app.place)
  await quiet(world, places, 90_000)
  await check(world, app ? [shop, hello] : [shop])
}

/** Tells what happened, and how to see it again, when a round fails. */
async function played(t: TestContext, play: () => Promise<void>): Promise<void> {
  const from = world.story.length
  try {
    await play()
  } catch (error) {
    t.diagnostic(`again: npm run soak -- --rounds ${rounds} --seed ${seed}`)
    for (const line of world.story.slice(from)) t.diagnostic(line)
    throw error
  }
}
