import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AppStatus } from '../contract/app.ts'
import { openApi } from './testing/api.ts'
import { finishRunning } from './testing/pipeline.ts'

const place = openApi()
const { world, client } = place
const app = { app: 'shop' }
const development = { ...app, environment: 'development' }
before(async () => {
  world.source.push('main')
  await world.found()
  await finishRunning(place, 'development')
  await client.call('promote', { params: development, body: {} })
  await finishRunning(place, 'staging')
})
after(() => world.close())

const status = () => client.call('appStatus', { params: app })
const ahead = ({ environments }: AppStatus) => environments.map(one => one.ahead)
const gaps = ({ environments }: AppStatus) => environments.map(one => one.behind)

test('a status says what runs, what waits, and whose pushes never come', async () => {
  await client.call('deploy', { params: development, body: {} })
  const { environments, ...about } = await status()
  assert.deepEqual([about.path, about.defaultBranch], ['.', 'main'])
  assert.equal(new Date(about.createdAt).toISOString(), about.createdAt)
  const [first, , last] = environments
  assert.deepEqual(
    [first?.status, first?.running?.number, first?.running?.state, first?.live?.number, first?.latest?.number],
    ['deploying', 2, 'running', 1, 2],
  )
  assert.deepEqual([first?.running?.actor.name, first?.protectedReason, first?.region], ['mia', null, null])
  assert.match(last?.protectedReason ?? '', /only by promotion or rollback/)
  assert.deepEqual([last?.running, last?.stackNames], [null, 'auto'])
  await finishRunning(place, 'development')
})

test('an environment is behind by the commits that are live before it and not in it, counted once', async () => {
  assert.deepEqual(gaps(await status()), [null, 0, null])
  world.source.push('main')
  world.source.push('main')
  await client.call('deploy', { params: development, body: {} })
  await finishRunning(place, 'development')
  assert.deepEqual(gaps(await status()), [null, 2, null])
  assert.deepEqual(ahead(await status()), [null, 0, null])
  world.source.reachable = false
  assert.deepEqual(gaps(await status()), [null, 2, null])
  world.source.reachable = true
})

test('a status does without the count when the repository cannot be read', async () => {
  world.source.push('main')
  await client.call('deploy', { params: development, body: {} })
  await finishRunning(place, 'development')
  world.source.reachable = false
  assert.deepEqual(gaps(await status()), [null, null, null])
  world.source.reachable = true
  assert.deepEqual(gaps(await status()), [null, 3, null])
})

test('all apps are seen at a glance, with what is live, what came last, and when something happened', async () => {
  await client.call('createApp', {
    body: { name: 'blog', repository: 'https://git.example/blog.git', environments: ['only'], account: 'cloud' },
  })
  const running = await client.call('deploy', { params: development, body: {} })
  const { apps } = await client.call('serverStatus')
  assert.deepEqual(
    apps.map(one => one.app),
    ['blog', 'shop'],
  )
  const [first, second, third] = apps[1]?.environments ?? []
  assert.deepEqual(first, {
    name: 'development',
    status: 'deploying',
    protected: false,
    account: 'cloud',
    live: { number: 4, commit: world.source.head('main'), title: running.title },
    latest: { number: 5, state: 'running', title: running.title, requestedAt: running.requestedAt },
    refused: {},
  })
  assert.deepEqual([second?.status, second?.live?.number], ['deployed', 1])
  const refused = { deploy: 'production is protected: it changes only by promotion or rollback' }
  const empty = { status: 'empty', live: null, latest: null }
  assert.deepEqual(third, { name: 'production', ...empty, account: 'cloud', protected: true, refused })
  assert.equal(apps[1]?.lastActivity, running.requestedAt)
  await finishRunning(place, 'development')
})

test('an environment that needs somebody says which attempt left it so, whatever failed since without a change', async () => {
  const end = async (how: Parameters<typeof finishRunning>[2]) => {
    const { number } = await client.call('deploy', { params: development, body: {} })
    await finishRunning(place, 'development', how)
    const { environments } = await status()
    return { number, ...environments[0] }
  }
  const cancelled = await end({ state: 'cancelled' })
  assert.deepEqual(
    [cancelled.status, cancelled.brokenBy?.number, cancelled.brokenBy?.state],
    ['error', cancelled.number, 'cancelled'],
  )
  const failed = await end({ state: 'failed', changing: false })
  assert.deepEqual(
    [failed.status, failed.latest?.number, failed.brokenBy?.number],
    ['error', failed.number, cancelled.number],
  )
  await client.call('deploy', { params: development, body: {} })
  assert.equal((await status()).environments[0]?.brokenBy, null)
  await finishRunning(place, 'development')
  const mended = (await status()).environments[0]
  assert.deepEqual([mended?.status, mended?.brokenBy], ['deployed', null])
})

test('an environment whose branch the repository has not says so', async () => {
  await client.call('setEnvironment', { params: development, body: { branch: 'trunk' } })
  assert.equal((await status()).environments[0]?.branchProblem, 'The repository has no branch trunk. It has main.')
  await client.call('setEnvironment', { params: development, body: { branch: 'main' } })
  assert.equal((await status()).environments[0]?.branchProblem, null)
})
