import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calmDown } from '../../../tests/support/world/calm.ts'
import { commitOf } from '../../../tests/support/world/source-host.ts'
import { ada, app, createWorld } from '../../../tests/support/world/world.ts'
import { deploy } from '../deployment/deploy.ts'
import { promote } from '../deployment/promote.ts'
import { setEnvironment } from '../environment/set-environment.ts'
import type { DirectCaches } from '../ports/cache-locations.ts'
import { findCache, placeCache } from './caches.ts'

const name = `deps/${'a'.repeat(40)}`
const zone = (isProtected: boolean) => (isProtected ? 'protected' : 'open')
const notes = [{ savedAt: '2026-01-01T00:00:00.000Z', parts: { 'package-lock.json': 'x' } }]
const direct: DirectCaches = {
  find: async (app, isProtected, name) =>
    name.endsWith('b') ? { url: `${app}/${zone(isProtected)}`, savedAt: '2026-01-01T00:00:00.000Z' } : null,
  notes: async () => notes,
  place: async (app, isProtected, offer) => ({ url: `${app}/${zone(isProtected)}/${offer.name}`, headers: {} }),
}
const offer = { name, digest: 'ab'.repeat(32), bytes: 5, parts: {} }

test('a runner of machines without a common folder finds and keeps caches by URL, as its environment may', async () => {
  const world = createWorld({
    fault: { name: 'no common folder', ports: ports => ({ ...ports, caches: { ...ports.caches, direct } }) },
  })
  await world.found()
  const server = world.startServer()
  world.source.push('main', commitOf('1'))
  await calmDown(world)
  const ask = <T>(work: Parameters<typeof server.call<T>>[0]) => world.alone(server.call(work))
  const begun = async (id: string) => {
    const machine = world.machines.of(id)[0] ?? assert.fail('no machine was started')
    await world.alone(machine.step(server))
    return machine
  }
  world.machines.plans.push('silent', 'silent')
  const { id } = await ask(ports => deploy(ports, ada, { app, environment: 'staging' }))
  const open = await begun(id)
  assert.deepEqual(open.job?.cache, { read: [], write: null, byUrl: true })
  assert.deepEqual(await ask(ports => findCache(ports, id, open.session, name)), { kept: null, others: notes })
  const found = await ask(ports => findCache(ports, id, open.session, `deps/${'b'.repeat(40)}`))
  assert.deepEqual([found.kept?.url, found.others], [`${app}/open`, []])
  assert.equal((await ask(ports => placeCache(ports, id, open.session, offer))).url, `${app}/open/${name}`)
  await assert.rejects(
    ask(ports => placeCache(ports, id, 'of somebody else, and long enough', offer)),
    { code: 'not_signed_in' },
  )
  // Begun while everybody could deploy there: what it brings along is not what a protected environment may trust.
  await ask(ports => setEnvironment(ports, ada, { app, environment: 'staging' }, { branch: null, protected: true }))
  assert.equal((await ask(ports => placeCache(ports, id, open.session, offer))).url, `${app}/open/${name}`)

  const promotion = await ask(ports => promote(ports, ada, { app, from: 'development', to: 'production' }))
  const trusted = await begun(promotion.id)
  assert.equal(
    (await ask(ports => placeCache(ports, promotion.id, trusted.session, offer))).url,
    `${app}/protected/${name}`,
  )
  world.close()
})

test('where caches are folders, jobs name them, and asking for a URL is refused', async () => {
  const world = createWorld()
  await world.found()
  const server = world.startServer()
  world.machines.plans.push('silent')
  world.source.push('main')
  const { id } = await world.alone(server.call(ports => deploy(ports, ada, { app, environment: 'staging' })))
  const machine = world.machines.of(id)[0] ?? assert.fail('no machine was started')
  await world.alone(machine.step(server))
  assert.equal(machine.job?.cache.byUrl, undefined)
  const asked = world.alone(server.call(ports => findCache(ports, id, machine.session, name)))
  await assert.rejects(asked, { code: 'invalid_input' })
  world.close()
})
