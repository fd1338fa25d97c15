import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namingOf } from '../../../tests/support/world/script.ts'
import { ada, app, createWorld } from '../../../tests/support/world/world.ts'
import { conclude } from '../deployment/conclude.ts'
import { failure } from '../failures.ts'
import { settleDeployment } from './settle-deployment.ts'

test('stacks are settled in the regions where they stand', async () => {
  const { alone, bare, cloud, core, found, servers, source } = createWorld()
  source.push('main')
  await found()
  const [record] = await bare.deployments.open()
  const [server] = servers
  assert.ok(record && server)
  const naming = namingOf('development')
  naming.stacks.push({ original: 'Edge', name: 'development-Edge', region: 'us-east-1' })
  await bare.deployments.update(record, { cloudChanging: true }, { naming })
  await alone(server.call(ports => core.cancel(ports, ada, { app, environment: 'development' })))
  assert.ok(await alone(server.call(ports => settleDeployment(ports, record.id))))
  assert.deepEqual(cloud.settled.sort(), ['eu-central-1/development-Stack', 'us-east-1/development-Edge'])
})

test('the log ends with what ended it, said once however many lines it has', async () => {
  for (const said of [['it broke', '  badly'], ['something else']]) {
    const { alone, bare, found, servers, source } = createWorld()
    source.push('main')
    await found()
    const [record] = await bare.deployments.open()
    const [server] = servers
    assert.ok(record && server)
    const line = { at: '2026-11-26T10:00:00.000Z', phase: 'deploy' as const, stream: 'trellis' as const }
    await bare.logs.append(
      record.id,
      said.map((text, at) => ({ ...line, seq: at + 1, text })),
    )
    const ended = failure('stack_failed', 'deploy', 'it broke\n  badly')
    await alone(server.call(ports => conclude(ports, record.id, { state: 'failed', failure: ended })))
    assert.ok(await alone(server.call(ports => settleDeployment(ports, record.id))))
    const { lines } = await bare.logs.read(record.id, 1, 10)
    const expected = said.length === 2 ? said : [...said, ended.message]
    assert.deepEqual(
      lines.map(one => one.text),
      expected,
    )
  }
})

test('the ending is said once, too, behind more than a page of long lines', async () => {
  const { alone, bare, found, servers, source } = createWorld()
  source.push('main')
  await found()
  const [record] = await bare.deployments.open()
  const [server] = servers
  assert.ok(record && server)
  const line = { at: '2026-11-26T10:00:00.000Z', phase: 'deploy' as const, stream: 'out' as const }
  const long = Array.from({ length: 100 }, (_, at) => ({ ...line, seq: at + 1, text: 'x'.repeat(16_000) }))
  await bare.logs.append(record.id, long)
  const ended = failure('stack_failed', 'deploy', 'it broke\n'.repeat(100))
  await alone(server.call(ports => conclude(ports, record.id, { state: 'failed', failure: ended })))
  assert.ok(await alone(server.call(ports => settleDeployment(ports, record.id))))
  assert.equal(await bare.logs.last(record.id), long.length + 1)
})
