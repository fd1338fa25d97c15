import assert from 'node:assert/strict'
import { renameSync } from 'node:fs'
import { ApiError } from '../../../src/client/api-error.ts'
import { until } from '../../support/pipeline/until.ts'
import { ended, inPhase, statusOf } from '../running.ts'
import { shop } from '../shop.ts'
import type { World } from '../world.ts'
import type { Fault } from './fault.ts'

const environment = 'development'
const params = { app: shop, environment }

/** Forgets whatever no branch leads to, as a host does in the end. */
function forget({ repository }: World): void {
  repository.git('reflog', 'expire', '--expire=now', '--all')
  repository.git('gc', '--quiet', '--prune=now')
}

/** A build of the branch that takes a while, in the middle of its tests. */
async function building(world: World): Promise<string> {
  const commit = world.commit('main', { version: 'in the middle', test: 2_500, daemons: true })
  await world.ring()
  await inPhase(world, { environment, commit }, 'test')
  return commit
}

async function forcePush(world: World): Promise<void> {
  const first = await building(world)
  const lost = world.commit('main', { version: 'lost' })
  await world.click('deploy what will be lost', client => client.call('deploy', { params, body: { commit: lost } }))
  world.repository.git('reset', '-q', '--hard', first)
  forget(world)
  const last = world.commit('main', { version: 'after the force-push' })
  await world.ring()
  assert.equal((await ended(world, { environment, commit: first })).state, 'succeeded')
  const { state, failure } = await ended(world, { environment, commit: lost })
  assert.deepEqual([state, failure?.code], ['failed', 'checkout_failed'])
  assert.match(failure?.message ?? '', new RegExp(`no commit ${lost}`))
  assert.equal((await ended(world, { environment, commit: last })).state, 'succeeded')
}

async function rewrite(world: World): Promise<void> {
  const first = await building(world)
  world.repository.git('checkout', '-q', '--orphan', 'anew')
  const last = world.commit('anew', { version: 'rewritten' })
  world.repository.git('branch', '-q', '--force', '--move', 'anew', 'main')
  forget(world)
  assert.equal((await ended(world, { environment, commit: first })).state, 'succeeded')
  assert.equal((await ended(world, { environment, commit: last })).state, 'succeeded')
}

async function remove(world: World): Promise<void> {
  const first = await building(world)
  const { path } = world.repository
  renameSync(path, `${path}.gone`)
  try {
    await until('status to say that it is gone', async () => (await statusOf(world, environment)).sourceProblem)
    await assert.rejects(
      world.client.call('deploy', { params, body: { branch: 'main' } }),
      (error: unknown) => error instanceof ApiError && error.code === 'invalid_repository',
    )
    assert.equal((await ended(world, { environment, commit: first })).state, 'succeeded')
  } finally {
    renameSync(`${path}.gone`, path)
  }
  const last = world.commit('main', { version: 'after its return' })
  await world.ring()
  assert.equal((await ended(world, { environment, commit: last })).state, 'succeeded')
  assert.equal((await statusOf(world, environment)).sourceProblem, null)
}

export const repositoryFaults: readonly Fault[] = [
  { name: 'a repository force-pushed in mid-build, and a commit that is lost by it', play: forcePush },
  { name: 'a repository rewritten in mid-build', play: rewrite },
  { name: 'a repository deleted in mid-build, and restored', play: remove },
]
