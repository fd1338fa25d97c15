import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Deployment } from '../../src/contract/deployment.ts'
import type { LogLine } from '../../src/contract/log.ts'
import { Scene } from '../support/pipeline/scene.ts'

const shop = 'shop'
const production = ['shop', 'production'] as const
let scene: Scene
let first: string

before(async () => {
  scene = await Scene.start()
})
after(() => scene?.close())

test('an app is connected, and its head deployed at once', async () => {
  await scene.addAccount()
  first = scene.push({ version: 'v1' })
  const app = await scene.cli.json<{ name: string; environments: { name: string }[] }>([
    'app',
    'create',
    shop,
    '--repo',
    scene.repository.path,
    '--account',
    'acme',
  ])
  assert.equal(app.name, shop)
  assert.deepEqual(
    app.environments.map(one => one.name),
    ['development', 'staging', 'production'],
  )
  assert.equal((await scene.pushed(shop, first)).state, 'succeeded')
  const { live, latest, ...rest } = await scene.environment(shop, 'development')
  assert.deepEqual([live?.number, live?.kind, live?.state, live?.commit], [1, 'push', 'succeeded', first])
  assert.match(live?.startedAt ?? '', /Z$/)
  assert.deepEqual(latest, live)
  assert.partialDeepStrictEqual(rest, {
    name: 'development',
    status: 'deployed',
    branch: 'main',
    protected: false,
    outputs: { App: { Version: 'v1' } },
  })
})

test('the log of a push is read whole, followed, and resumed', async () => {
  const page = await scene.cli.json<{ lines: LogLine[]; next: number }>(['logs', shop, 'development'])
  assert.deepEqual(
    page.lines.map(line => line.seq),
    page.lines.map((_, index) => index + 1),
  )
  assert.equal(page.next, page.lines.length + 1)
  assert.ok(page.lines.some(line => line.phase === 'test' && line.stream === 'out' && line.text === 'test v1'))
  const from = String(page.lines.length - 1)
  const followed = await scene.cli.run(['logs', shop, 'development', '1', '--follow', '--from', from, '--json'])
  assert.equal(followed.code, 0)
  const lines = followed.out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as LogLine)
  assert.deepEqual(lines, page.lines.slice(-2))
})

test('a webhook tells of a push at once; a wrong signature is refused', async () => {
  const { url, secret } = await scene.cli.json<{ url: string; secret: string }>(['app', 'webhook', shop])
  const second = scene.push({ version: 'v2' })
  const body = JSON.stringify({ ref: 'refs/heads/main' })
  const post = (key: string) => {
    const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
    return fetch(url, { method: 'POST', body, headers: { 'x-hub-signature-256': signature } })
  }
  const refused = await post('a guess')
  assert.equal(refused.status, 401)
  assert.equal(((await refused.json()) as { error: { code: string } }).error.code, 'wrong_signature')
  assert.ok((await post(secret)).ok)
  assert.equal((await scene.pushed(shop, second)).state, 'succeeded')
  assert.equal(scene.cloud.stands.get('shop/development')?.version, 'v2')
})

test('a promotion rebuilds the live commit, one environment after the other', async () => {
  for (const [from, to] of [
    ['development', 'staging'],
    ['staging', 'production'],
  ] as const) {
    const deployment = await scene.cli.json<Deployment>(['promote', shop, from, '--follow'])
    const { app, environment, number, kind, state, commit, failure } = deployment
    assert.deepEqual(
      { app, environment, number, kind, state, commit, failure },
      {
        app: shop,
        environment: to,
        number: 1,
        kind: 'promotion',
        state: 'succeeded',
        commit: scene.repository.head(),
        failure: null,
      },
    )
    assert.equal(scene.cloud.stands.get(`shop/${to}`)?.version, 'v2')
    const tested = deployment.phases.find(phase => phase.name === 'test')
    assert.equal(tested?.state, 'skipped', 'tests that passed need not pass again')
    assert.match(tested?.reason ?? '', /passed in development #2/)
  }
})

test('a rollback of own commands builds the earlier commit again', async () => {
  const next = scene.push({ version: 'v3' })
  assert.equal((await scene.pushed(shop, next)).state, 'succeeded')
  await scene.cli.json(['promote', shop, 'development', '--follow'])
  await scene.cli.json(['promote', shop, 'staging', '--follow'])
  assert.equal(scene.cloud.stands.get('shop/production')?.version, 'v3')
  const rolled = await scene.cli.json<Deployment>(['rollback', ...production, '--follow'])
  assert.deepEqual(
    [rolled.kind, rolled.state, rolled.source?.number, rolled.fromArtifact],
    ['rollback', 'succeeded', 1, false],
  )
  assert.equal(scene.cloud.stands.get('shop/production')?.version, 'v2')
  const { code, error } = await scene.cli.refusal(['rollback', ...production])
  assert.deepEqual([code, error.code], [4, 'nothing_to_roll_back_to'])
})

test('history tells all of it, newest first', async () => {
  const history = await scene.cli.json<Deployment[]>(['history', shop, 'development'])
  assert.deepEqual(
    history.map(one => one.number),
    history.map((_, index) => history.length - index),
  )
})

test('a teardown removes what stands, also of a protected environment', async () => {
  const { code, error } = await scene.cli.refusal(['teardown', ...production])
  assert.deepEqual([code, error.code], [2, 'confirmation_required'])
  for (const environment of ['development', 'staging', 'production']) {
    const removed = await scene.cli.json<Deployment>(['teardown', shop, environment, '--yes', '--follow'])
    assert.deepEqual([removed.kind, removed.state], ['teardown', 'succeeded'])
    const { status, live } = await scene.environment(shop, environment)
    assert.deepEqual([status, live], ['removed', null])
  }
  assert.equal(scene.cloud.stands.size, 0)
  assert.deepEqual(await scene.cli.json(['app', 'delete', shop, '--yes']), { app: shop, deleted: true })
  assert.deepEqual(await scene.cli.json<unknown[]>(['app', 'list']), [])
})
