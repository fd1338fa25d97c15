import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namingOf } from '../../../tests/support/world/script.ts'
import { ada, app, createWorld } from '../../../tests/support/world/world.ts'
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
