import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { act } from './act.ts'
import { again, rounds, seed } from './asked.ts'
import { Chance } from './chance.ts'
import { Hello } from './hello.ts'
import { played, settle } from './settle.ts'
import { World } from './world.ts'

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
  const name = `round ${round} of ${rounds}, seed ${seed}`
  const play = (what: () => Promise<void>) => (t: TestContext) => played(t, world, again, what)
  // CloudFormation takes its time: two rounds of five are its.
  if (round % 5 === 4) {
    test('a CDK app is deployed, for the next rounds', async () => {
      app ??= await Hello.create(world)
    })
    test(
      `${name}: the cloud fails in the middle of a stack's update`,
      play(() => onHello(one => one.loseCloud(round))),
    )
  } else if (round % 5 === 0) {
    test(
      `${name}: killed in the middle of a stack's update`,
      play(() => onHello(one => one.interrupt(round))),
    )
  } else test(`${name}: killed at random moments`, play(random))
}

/** @param interrupt returns the version that must stand in the end */
async function onHello(interrupt: (hello: Hello) => Promise<string>): Promise<void> {
  if (!app) throw new Error('the CDK app does not stand')
  const version = await interrupt(app)
  await settle(world, [app.place])
  await app.check(version)
}

async function random(): Promise<void> {
  for (let deeds = chance.between(6, 10); deeds > 0; deeds--) {
    await act(world)
    await pause(chance.between(0, 900))
  }
  await world.up()
  await settle(world, app ? [app.place] : [])
}
