import assert from 'node:assert/strict'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ApiError } from '../../../src/client/api-error.ts'
import { rounds, seed } from '../asked.ts'
import { Chance } from '../chance.ts'
import { ended, inPhase } from '../running.ts'
import { settle } from '../settle.ts'
import { shop } from '../shop.ts'
import { World } from '../world.ts'
import { Filler } from './filler.ts'

const [disk = ''] = process.argv.slice(2)
const chance = new Chance(seed)
const filler = new Filler(join(disk, 'filler'))
const world = await World.create(chance, { home: join(disk, 'home') })
/** The more pages are left, the later the write that finds no room. */
const mostLeft = 60

try {
  await settle(world)
  for (let round = 1; round <= Math.ceil(rounds / 3); round++) await fillUp(round)
  await buildFillsDisk()
} catch (error) {
  console.error(world.story.join('\n'))
  console.error(error)
  process.exitCode = 1
} finally {
  filler.free()
  await world.close()
}

/** Somewhere in a deployment, or while somebody asks for one, there is no room for what has to be written. */
async function fillUp(round: number): Promise<void> {
  const left = chance.between(0, mostLeft)
  const environment = 'development'
  const commit = world.commit('main', { version: `disk ${round}`, test: chance.between(200, 900), deploy: 300 })
  if (chance.happens(0.5)) {
    await world.ring()
    await inPhase(world, { environment, commit }, 'test')
  }
  filler.fill(left)
  world.tell(`the disk is full but for ${left} pages`)
  for (let asked = 0; asked < 4; asked++) await ask()
  await pause(chance.between(0, 1_500))
  if (chance.happens(0.3)) await world.down()
  filler.free()
  world.tell('the disk has room')
  await world.up()
  await settle(world)
}

/** It may be taken or refused, but never in other words than these. */
async function ask(): Promise<void> {
  const environment = chance.pick(['preview', 'staging'])
  const body = { branch: 'main' }
  try {
    world.accepted.push(await world.client.call('deploy', { params: { app: shop, environment }, body }))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    assert.equal(error.code, 'disk_full', error.message)
  }
}

/** Its work lies on the same disk: it ends, tells so, and takes nothing with it. */
async function buildFillsDisk(): Promise<void> {
  const commit = world.commit('main', { version: 'fills' }, 'cat /dev/zero > "$(mktemp)" || exit 4\n')
  await world.ring()
  const { state, failure } = await ended(world, { environment: 'development', commit })
  assert.deepEqual([state, failure?.code], ['failed', 'deploy_failed'])
  const next = world.commit('main', { version: 'after' })
  await world.ring()
  assert.equal((await ended(world, { environment: 'development', commit: next })).state, 'succeeded')
  await settle(world)
}
