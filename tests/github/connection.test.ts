import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../../src/client/api-error.ts'
import { signed } from '../support/github/github.ts'
import { openGitHubScene } from '../support/github/scene.ts'

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was wrong',
    (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
  )

test('the way back from GitHub is open once, for an hour, and only to whoever was sent there', async t => {
  const { client, github, ask, clickThrough, world } = await openGitHubScene(t)
  const begin = () => client.call('connectGitHub', { body: { url: github.url } })
  const first = await begin()
  const state = new URL(first.page).searchParams.get('state') ?? ''
  const guessed = await ask('/github/connected?state=guessed&code=anything')
  assert.equal(guessed.status, 403)
  assert.match(await guessed.text(), /was not begun here, was used already, or is older than an hour/)
  await clickThrough(first.page)
  assert.ok((await client.call('gitHubStatus')).app)
  assert.equal((await ask(`/github/connected?state=${state}&code=again`)).status, 403)
  assert.equal((await ask(`/github/connect?state=${state}`)).status, 403)
  const late = await begin()
  world.clock.advance(60 * 60_000)
  assert.match(await clickThrough(late.page).catch(error => String(error)), /Invalid URL|403|Failed to parse/)
  assert.equal((await ask('/github/connect')).status, 400)
})

test('a code that GitHub does not know connects nothing', async t => {
  const { client, github, ask } = await openGitHubScene(t)
  const form = await client.call('connectGitHub', { body: { url: github.url } })
  const state = new URL(form.page).searchParams.get('state') ?? ''
  const answer = await ask(`/github/connected?state=${state}&code=%3Cscript%3E`)
  assert.equal(answer.status, 409)
  assert.doesNotMatch(await answer.text(), /<script>/)
  assert.equal((await client.call('gitHubStatus')).app, null)
})

test('connecting again takes another App, and the apps go on with it', async t => {
  const scene = await openGitHubScene(t)
  const former = await scene.connect()
  const repository = scene.addRepository()
  scene.github.install()
  await scene.createApp('shop', repository)
  const app = await scene.connect()
  assert.notEqual(app.id, former.id)
  await scene.work()
  assert.equal((await scene.client.call('gitHubStatus')).app?.id, app.id)
  const body = JSON.stringify(scene.github.pushOf(repository, 'refs/heads/main'))
  const post = (secret: string | null) =>
    scene.ask('/webhooks/github', { method: 'POST', body, headers: signed(secret ?? '', 'push', body) })
  assert.equal((await post(former.webhookSecret)).status, 401)
  assert.equal((await post(app.webhookSecret)).status, 202)
  const commit = scene.scratch.commit('After')
  await scene.post('push', scene.github.pushOf(repository, 'refs/heads/main'))
  await scene.work()
  assert.equal((await scene.deployments('shop'))[0]?.commit, commit)
})

test('a new secret is told to GitHub, and what was signed with the former one is taken for a day', async t => {
  const { connect, client, post, github, world } = await openGitHubScene(t)
  const app = await connect()
  const former = app.webhookSecret ?? ''
  await client.call('rotateGitHub', { body: {} })
  assert.notEqual(app.webhookSecret, former)
  assert.equal((await post('ping', {})).status, 202)
  assert.equal((await post('ping', {}, { secret: former })).status, 202)
  world.clock.advance(24 * 60 * 60_000)
  assert.equal((await post('ping', {}, { secret: former })).status, 401)
  assert.equal((await post('ping', {})).status, 202)
  // GitHub not being there leaves everything as it is.
  github.faults.down()
  assert.equal(await codeOf(client.call('rotateGitHub', { body: {} })), 'github_unavailable')
  github.faults.clear()
  assert.equal((await post('ping', {})).status, 202)
})

test("a new private key is tried out before it takes the former one's place", async t => {
  const { connect, client, github, addRepository, createApp } = await openGitHubScene(t)
  const app = await connect()
  github.install()
  const rotate = (privateKey: string) => client.call('rotateGitHub', { body: { privateKey, webhookSecret: false } })
  assert.equal(await codeOf(rotate('no key')), 'invalid_input')
  const another = github.addApp()
  assert.equal(await codeOf(rotate(another.pem)), 'github_refused')
  const pem = github.addKey(app.id)
  await rotate(`${pem}\n`)
  // The former one is deleted at GitHub now.
  app.keys.splice(0, 1)
  await createApp('shop', addRepository())
  assert.equal((await client.call('gitHubStatus')).problem, null)
})

test('where GitHub cannot reach this server there is no webhook, and the status says that it looks by itself', async t => {
  const { connect, client, github } = await openGitHubScene(t, { publicUrl: null })
  const form = await client.call('connectGitHub', { body: { url: 'https://github.com' } })
  assert.equal(JSON.parse(form.manifest).hook_attributes, undefined)
  assert.equal(form.action.split('?')[0], 'https://github.com/settings/apps/new')
  const app = await connect()
  assert.equal(app.webhookUrl, null)
  const status = await client.call('gitHubStatus')
  assert.equal(status.pushes, 'polling')
  assert.match(status.pushesReason, /GitHub cannot reach this server/)
  assert.equal(await codeOf(client.call('rotateGitHub', { body: {} })), 'invalid_input')
  assert.ok(github)
})

test('all repositories and branches are listed, however many pages they fill, and found by a part of their name', async t => {
  const { connect, client, github } = await openGitHubScene(t)
  assert.equal(await codeOf(client.call('listGitHubRepositories')), 'github_not_connected')
  await connect()
  github.install()
  github.install('ada', 'all', 'User')
  for (let n = 0; n < 1000; n++) github.addRepository({ name: `service-${n}` })
  const heads = Array.from({ length: 1000 }, (_, n) => [`feature/${n}`, 'a'.repeat(40)] as const)
  github.addRepository({ owner: 'ada', name: 'Mono', branches: { main: 'b'.repeat(40), ...Object.fromEntries(heads) } })
  const all = await client.call('listGitHubRepositories', { query: { limit: 5_000 } })
  assert.equal(all.total, 1001)
  assert.equal(all.repositories.length, 1001)
  assert.equal(all.repositories[0]?.fullName, 'acme/service-0')
  const found = await client.call('listGitHubRepositories', { query: { search: 'mono' } })
  assert.deepEqual(
    found.repositories.map(one => [one.fullName, one.url, one.defaultBranch]),
    [['ada/Mono', `${github.url}/ada/Mono.git`, 'main']],
  )
  const params = { owner: 'ada', repository: 'Mono' }
  assert.equal((await client.call('listGitHubBranches', { params, query: { limit: 5_000 } })).total, 1001)
  const branches = await client.call('listGitHubBranches', { params, query: { search: '/99', limit: 3 } })
  assert.deepEqual(branches, { branches: ['feature/99', 'feature/990', 'feature/991'], total: 11 })
  const nowhere = client.call('listGitHubBranches', { params: { owner: 'ada', repository: 'nothing' } })
  assert.equal(await codeOf(nowhere), 'github_not_installed')
})

test('after it is disconnected, apps are read as any other repository', async t => {
  const scene = await openGitHubScene(t)
  await scene.connect()
  const repository = scene.addRepository()
  repository.private = false
  scene.github.install()
  await scene.createApp('shop', repository)
  assert.ok((await scene.ports.apps.app('shop'))?.github)
  await scene.client.call('disconnectGitHub')
  assert.equal((await scene.ports.apps.app('shop'))?.github, null)
  assert.equal((await scene.client.call('gitHubStatus')).app, null)
  const commit = scene.scratch.commit('After')
  await scene.ports.outbox.put({ kind: 'sync-app', app: 'shop' }, 0)
  await scene.work()
  assert.equal((await scene.deployments('shop'))[0]?.commit, commit)
})
