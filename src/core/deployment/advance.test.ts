import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ada, app, createWorld } from '../../../tests/support/world/world.ts'
import { deliver } from '../recovery/deliver.ts'
import { advance } from './advance.ts'
import { cancel } from './cancel.ts'
import { requestDeployment } from './request-deployment.ts'

test('a machine that starts after its deployment ended is stopped again', async () => {
  const { found, source, bare, machines } = createWorld()
  await found()
  const commit = source.push('main')
  machines.plans.push('never-reports')
  const started = Promise.withResolvers<void>()
  const slowly = {
    sizes: true,
    start: (id: string, token: string) => started.promise.then(() => machines.start(id, token)),
    stop: machines.stop.bind(machines),
    status: machines.status.bind(machines),
  }
  const wish = {
    app,
    environment: 'staging',
    kind: 'manual',
    commit,
    branch: 'main',
    title: null,
    author: null,
  } as const
  const deployment = await requestDeployment(bare, { ...wish, actor: ada, why: 'a test' })
  const advanced = advance({ ...bare, jobs: slowly })
  while ((await bare.deployments.get(deployment?.id ?? ''))?.state !== 'running');
  await cancel(bare, ada, { app, environment: 'staging' })
  await deliver(bare, assert.ifError)
  assert.equal((await bare.deployments.get(deployment?.id ?? ''))?.state, 'cancelled')
  started.resolve()
  await advanced
  assert.equal(machines.all.length, 1)
  assert.deepEqual(machines.alive, [])
})
