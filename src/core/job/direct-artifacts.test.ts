import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calmDown } from '../../../tests/support/world/calm.ts'
import { commitOf } from '../../../tests/support/world/source-host.ts'
import { ada, app, createWorld } from '../../../tests/support/world/world.ts'
import { deploy } from '../deployment/deploy.ts'
import { rollBack } from '../deployment/roll-back.ts'
import type { DirectArtifacts } from '../ports/artifact-store.ts'
import { placeArtifact } from './keep-artifact.ts'

const direct: DirectArtifacts = {
  upload: async digest => ({ url: `https://store.example/${digest}?put`, headers: { 'x-checksum': digest } }),
  download: async digest => `https://store.example/${digest}?get`,
}
const offer = { digest: 'ab'.repeat(32), bytes: 5 }

test('where artifacts lie beside the API, runners are told so, and where', async () => {
  const world = createWorld({
    fault: { name: 'a narrow API', ports: ports => ({ ...ports, artifacts: { ...ports.artifacts, direct } }) },
  })
  await world.found()
  for (const name of ['1', '2']) {
    world.source.push('main', commitOf(name))
    await calmDown(world)
  }
  const [server = world.startServer()] = world.up
  await world.alone(server.call(ports => rollBack(ports, ada, { app, environment: 'development' })))
  await calmDown(world)
  const [first, , back] = world.machines.all
  assert.equal(first?.job?.artifactUpload, 'url')
  const kept = first?.emitted.find(event => event.type === 'artifact')
  assert.ok(kept)
  assert.equal(back?.job?.artifact?.url, `https://store.example/${kept.digest}?get`)

  world.machines.plans.push('silent')
  const { id } = await world.alone(server.call(ports => deploy(ports, ada, { app, environment: 'staging' })))
  const machine = world.machines.of(id)[0] ?? assert.fail('no machine was started')
  const place = () => world.alone(server.call(ports => placeArtifact(ports, id, machine.session, offer)))
  await assert.rejects(place(), { code: 'not_signed_in' })
  await world.alone(machine.step(server))
  assert.equal((await place()).url, `https://store.example/${offer.digest}?put`)
  world.close()
})

test('where the API carries artifacts, jobs say nothing of other ways, and asking for one is refused', async () => {
  const world = createWorld()
  await world.found()
  const server = world.startServer()
  world.machines.plans.push('silent')
  world.source.push('main')
  const { id } = await world.alone(server.call(ports => deploy(ports, ada, { app, environment: 'staging' })))
  const machine = world.machines.of(id)[0] ?? assert.fail('no machine was started')
  await world.alone(machine.step(server))
  assert.equal(machine.job?.artifactUpload, undefined)
  const place = world.alone(server.call(ports => placeArtifact(ports, id, machine.session, offer)))
  await assert.rejects(place, { code: 'invalid_input' })
  world.close()
})
