import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ApiError } from '../client/api-error.ts'
import { createClient } from '../client/client.ts'
import type { CallArguments } from '../client/route-types.ts'
import { lines } from '../client/testing/samples.ts'
import { type Asked, openApi } from './testing/api.ts'
import { finishRunning } from './testing/pipeline.ts'

const place = openApi()
const { world, client, call } = place
const development = { app: 'shop', environment: 'development' }
before(async () => {
  world.source.push('main')
  await world.found()
  await finishRunning(place, 'development')
  await client.call('deploy', { params: development, body: {} })
  await finishRunning(place, 'development', { state: 'failed' })
  await client.call('promote', { params: development, body: {} })
})
after(() => world.close())

type Query = NonNullable<NonNullable<CallArguments<'listAllDeployments'>[0]>['query']>
const named = async (query: Query) =>
  (await client.call('listAllDeployments', { query })).map(one => `${one.environment} #${one.number} ${one.kind}`)

test('the history of all apps is narrowed by app, environment, kind, state and person, page by page', async () => {
  const all = ['staging #1 promotion', 'development #2 manual', 'development #1 push']
  assert.deepEqual((await named({})).slice(0, 3), all)
  assert.deepEqual(await named({ kind: 'manual' }), [all[1]])
  assert.deepEqual(await named({ state: 'failed' }), [all[1]])
  assert.deepEqual(await named({ actor: 'mia' }), [all[0], all[1]])
  assert.deepEqual(await named({ actor: 'Ada' }), [all[2]], 'a push is its author’s')
  assert.deepEqual(await named({ app: 'shop', environment: 'development' }), [all[1], all[2]])
  const [newest] = await client.call('listAllDeployments', { query: { limit: 1 } })
  assert.deepEqual((await named({ before: newest?.id, limit: 1 })).length, 1)
  const ofApp = await client.call('listDeployments', {
    params: { app: 'shop' },
    query: { actor: 'mia', kind: 'manual' },
  })
  assert.deepEqual(
    ofApp.map(one => one.number),
    [2],
  )
  await assert.rejects(named({ app: 'nowhere' }), (error: ApiError) => error.code === 'app_not_found')
  await assert.rejects(named({ limit: 101 }), (error: ApiError) => error.code === 'invalid_input')
})

test('a token of one environment is shown its history, and no other', async () => {
  const { token } = await client.call('createToken', {
    body: { name: 'ci', app: 'shop', environments: ['development'], actions: ['read'], expiresInDays: null },
  })
  const ci = createClient({
    ...{ url: '', token },
    fetch: (url, init) => place.ask(String(url), init as Asked) as Promise<Response>,
  })
  const history = async (query: Query) =>
    (await ci.call('listAllDeployments', { query })).map(one => `${one.environment} #${one.number}`)
  assert.deepEqual(await history({}), ['development #2', 'development #1'])
  assert.deepEqual(await history({ environment: 'development', limit: 1 }), ['development #2'])
  assert.deepEqual(await history({ environment: 'staging' }), [])
})

test('everybody who asked for a deployment can be chosen', async () => {
  assert.deepEqual(await client.call('listActors'), ['Ada', 'mia'])
  assert.deepEqual(await client.call('listActors', { query: { app: 'blog' } }), [])
})

test('a log is searched by plain text, and the rest of it from where the last page ended', async () => {
  const { id } = await client.call('showDeployment', { params: { ...development, number: 2 } })
  await world.bare.logs.append(id, lines(1, 30))
  const params = { ...development, number: 2 }
  const first = await client.call('searchLog', { params, query: { query: 'LINE'.toLowerCase(), limit: 20 } })
  assert.deepEqual([first.matches.length, first.matches[0], first.next], [20, { seq: 1, phase: 'install' }, 21])
  const rest = await client.call('searchLog', { params, query: { query: 'line', from: first.next ?? 0 } })
  assert.deepEqual([rest.matches.length, rest.next], [10, null])
  const back = await client.call('searchLog', { params, query: { query: 'line 1', from: 15, direction: 'backward' } })
  assert.deepEqual(
    back.matches.map(one => one.seq),
    [15, 14, 13, 12, 11, 10, 1],
  )
  assert.deepEqual((await client.call('searchLog', { params, query: { query: 'Line' } })).matches, [])
})

test('a whole log that lies elsewhere is led to, by an address that nobody keeps', async () => {
  const direct = { download: async (id: string, name: string) => `https://objects.example/${id}/${name}?signed` }
  const { logs } = world.bare
  const other = openApi({ ports: () => ({ ...world.bare, logs: { ...logs, direct } }) })
  const raw = await other.call('/api/v1/apps/shop/environments/development/deployments/latest/log/raw')
  const { id, number } = await client.call('showDeployment', { params: { ...development, number: 'latest' } })
  assert.equal(raw.status, 302)
  assert.equal(raw.headers.get('location'), `https://objects.example/${id}/shop-development-${number}.log?signed`)
  assert.equal(raw.headers.get('cache-control'), 'no-store')
})

test('one that takes longer to be written than a call may last is asked for again by whoever follows', async () => {
  let asked = 0
  const direct = { download: async () => (++asked < 3 ? null : 'https://objects.example/whole') }
  const { logs } = world.bare
  const other = openApi({ ports: () => ({ ...world.bare, logs: { ...logs, direct } }) })
  const { number } = await client.call('showDeployment', { params: { ...development, number: 'latest' } })
  let at = 'http://trellis.example/api/v1/apps/shop/environments/development/deployments/latest/log/raw'
  const led: string[] = []
  while (!at.endsWith('/whole')) {
    const { pathname } = new URL(at)
    at = new URL((await other.call(pathname)).headers.get('location') ?? '', at).href
    led.push(at)
  }
  const itself = `http://trellis.example/api/v1/apps/shop/environments/development/deployments/${number}/log/raw`
  assert.deepEqual(led, [itself, itself, 'https://objects.example/whole'])
})

test('a whole log comes as a text to keep, page by page, its colours left in', async () => {
  const { id } = await client.call('showDeployment', { params: { ...development, number: 1 } })
  const all = lines(1, 4_500).map(line => ({ ...line, text: `\u001b[31m${line.text}\u001b[0m` }))
  await world.bare.logs.append(id, all)
  const raw = await call('/api/v1/apps/shop/environments/development/deployments/1/log/raw')
  assert.equal(raw.headers.get('content-type'), 'text/plain; charset=utf-8')
  assert.equal(raw.headers.get('content-disposition'), 'attachment; filename="shop-development-1.log"')
  assert.equal(await raw.text(), all.map(line => `${line.text}\n`).join(''))
})
