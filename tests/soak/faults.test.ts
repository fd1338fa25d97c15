import { after, before, test } from 'node:test'
import { again, isShort, rounds, seed } from './asked.ts'
import { Chance } from './chance.ts'
import { buildFaults } from './faults/builds.ts'
import { clockFaults } from './faults/clock.ts'
import { databaseFaults } from './faults/database.ts'
import { repositoryFaults } from './faults/repository.ts'
import { played, settle } from './settle.ts'
import { World } from './world.ts'

const chance = new Chance(seed)
const all = [...repositoryFaults, ...databaseFaults, ...clockFaults, ...buildFaults]
/** The short form plays half of them, as the seed picks; else each is played once in twenty rounds. */
const faults = isShort ? chance.some(all, all.length / 2) : all
const times = Math.ceil(rounds / 20)
let world: World

before(async () => {
  world = await World.create(chance, { clock: true })
})
after(() => world?.close())

for (let time = 1; time <= times; time++) {
  for (const { name, play } of faults) {
    test(times === 1 ? name : `${name}, ${time} of ${times}`, t =>
      played(t, world, again, async () => {
        await play(world)
        await settle(world)
      }),
    )
  }
}
