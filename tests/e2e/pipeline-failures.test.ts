import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Deployment } from '../../src/contract/deployment.ts'
import { Scene } from '../support/pipeline/scene.ts'

const shop = 'shop'
let scene: Scene

before(async () => {
  scene = await Scene.start()
  await scene.addAccount()
  scene.push({ version: 'v1' })
  await scene.cli.json(['app', 'create', shop, '--repo', scene.repository.path, '--account', 'acme'])
  await scene.ended(shop, 'development', 1)
})
after(() => scene?.close())

test('a failing test is stopped, explained, and changes the latest but not the live deployment', async () => {
  const commit = scene.push({ version: 'v2', fails: 'test' })
  const { number, failure } = await scene.pushed(shop, commit)
  assert.equal(failure?.code, 'test_failed')
  assert.match(failure?.message ?? '', /exit code 3.*the test fails on purpose/)
  const { status, live, latest } = await scene.environment(shop, 'development')
  assert.deepEqual([status, live?.number, latest?.number, latest?.state], ['deployed', number - 1, number, 'failed'])
  assert.equal(scene.cloud.stands.get('shop/development')?.version, 'v1')
  const again = await scene.cli.json<Deployment>(['deploy', shop, 'development', '--commit', commit, '--follow'], {
    code: 1,
  })
  assert.deepEqual([again.kind, again.failure?.code, again.failure?.phase], ['manual', 'test_failed', 'test'])
  const why = await scene.cli.json<{ environment: string; deployed: boolean; reason: string }[]>([
    'explain',
    shop,
    commit,
  ])
  assert.match(why.find(one => one.environment === 'development')?.reason ?? '', /test fails on purpose/)
})

test('a deployment that fails while it changes the cloud says error, and the next one mends it', async () => {
  assert.equal(
    (await scene.pushed(shop, scene.push({ version: 'v3', fails: 'deploy' }))).failure?.code,
    'deploy_failed',
  )
  assert.equal((await scene.environment(shop, 'development')).status, 'error')
  assert.equal((await scene.pushed(shop, scene.push({ version: 'v4' }))).state, 'succeeded')
  assert.equal((await scene.environment(shop, 'development')).status, 'deployed')
})
