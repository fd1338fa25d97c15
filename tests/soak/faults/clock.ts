import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { runnerProcesses } from '../../support/pipeline/processes.ts'
import { ended, inPhase } from '../running.ts'
import { shop } from '../shop.ts'
import type { World } from '../world.ts'
import type { Fault } from './fault.ts'

const minute = 60_000
const environment = 'development'

async function jump(world: World, minutes: number): Promise<void> {
  const commit = world.commit('main', { version: `${minutes} minutes`, test: 1_000, deploy: 1_000, daemons: true })
  await world.ring()
  const { id } = await inPhase(world, { environment, commit }, 'test')
  // Its runner has not reported yet when the server next looks at the clock, as after a sleep of the machine.
  const runner = runnerProcesses(world.home).get(id) ?? assert.fail('no runner is on record')
  process.kill(runner, 'SIGSTOP')
  world.setClock(minutes * minute)
  await pause(2_500)
  process.kill(runner, 'SIGCONT')
  const { state, failure } = await ended(world, { environment, commit })
  assert.equal(state, 'succeeded', failure?.message)
}

/** What ends badly needs time to pass: its outbox waits, its leases run out. */
async function jumpBack(world: World): Promise<void> {
  await jump(world, 30)
  world.setClock(-90 * minute)
  const commit = world.commit('main', { version: 'to be cancelled', test: 600_000, daemons: true })
  await world.ring()
  await inPhase(world, { environment, commit }, 'test')
  await world.click('cancel', client => client.call('cancel', { params: { app: shop, environment } }))
  assert.equal((await ended(world, { environment, commit })).state, 'cancelled')
  world.setClock(0)
}

export const clockFaults: readonly Fault[] = [
  { name: 'a clock that jumps ahead in mid-build', play: world => jump(world, 30) },
  { name: 'a clock that jumps back', play: jumpBack },
]
