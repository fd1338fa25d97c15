import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openGitHubScene } from '../support/github/scene.ts'

async function connected(t: Parameters<typeof openGitHubScene>[0]) {
  const scene = await openGitHubScene(t)
  await scene.connect()
  const repository = scene.addRepository()
  const installation = scene.github.install()
  await scene.createApp('shop', repository)
  await scene.work()
  const { client, github } = scene
  return {
    ...scene,
    repository,
    installation,
    problem: async () => (await client.call('appStatus', { params: { app: 'shop' } })).sourceProblem,
    app: () => client.call('showApp', { params: { app: 'shop' } }),
    head: async () => (await scene.deployments('shop'))[0]?.commit,
    async push(): Promise<string> {
      const commit = scene.scratch.commit('Pushed')
      await scene.post('push', github.pushOf(repository, 'refs/heads/main'))
      await scene.work()
      return commit
    },
    /** Lets the time pass after which what failed is tried again. */
    async later(ms = 61_000): Promise<void> {
      scene.world.clock.advance(ms)
      await scene.work()
    },
  }
}

test('a suspended installation is told of, and pushes deploy again when it ends', async t => {
  const scene = await connected(t)
  const { github, installation } = scene
  installation.suspended = true
  await scene.post('installation', github.installationEvent('installation', 'suspend', installation))
  await scene.work()
  assert.match((await scene.problem()) ?? '', /installation of the GitHub App is suspended/)
  const status = await scene.client.call('gitHubStatus')
  assert.deepEqual(
    status.installations.map(one => one.suspended),
    [true],
  )
  const missed = scene.scratch.commit('Meanwhile')
  installation.suspended = false
  await scene.post('installation', github.installationEvent('installation', 'unsuspend', installation))
  await scene.work()
  assert.equal(await scene.problem(), null)
  assert.equal(await scene.head(), missed)
})

test('an App that was removed is told of, and one that is installed again goes on', async t => {
  const scene = await connected(t)
  const { github, installation } = scene
  github.state.installations.delete(installation.id)
  await scene.post('installation', github.installationEvent('installation', 'deleted', installation))
  await scene.work()
  assert.match((await scene.problem()) ?? '', /may not read acme\/shop: it is not installed there/)
  const anew = github.install()
  await scene.post('installation', github.installationEvent('installation', 'created', anew))
  await scene.work()
  assert.equal(await scene.problem(), null)
  assert.equal((await scene.ports.apps.app('shop'))?.github?.installation, anew.id)
  assert.equal(await scene.push(), await scene.head())
})

test('a repository that is taken from the App is told of', async t => {
  const scene = await connected(t)
  scene.installation.repositories = new Set()
  const event = scene.github.installationEvent('installation_repositories', 'removed', scene.installation)
  await scene.post('installation_repositories', event)
  await scene.work()
  assert.match((await scene.problem()) ?? '', /may not read acme\/shop/)
})

test('a renamed repository is followed to its new name, by an event or without one', async t => {
  const scene = await connected(t)
  const { github, repository } = scene
  github.rename(repository, 'store')
  await scene.post('repository', github.eventOf('repository', repository, 'renamed'))
  await scene.work()
  assert.equal((await scene.app()).repository, `${github.url}/acme/store.git`)
  assert.equal(await scene.push(), await scene.head())
  github.rename(repository, 'emporium')
  assert.equal(await scene.push(), await scene.head())
  assert.equal((await scene.app()).repository, `${github.url}/acme/emporium.git`)
  assert.equal(await scene.problem(), null)
})

test('a transferred repository is followed where the App is installed, and told of where it is not', async t => {
  const scene = await connected(t)
  const { github, repository } = scene
  github.rename(repository, 'shop', 'initech')
  await scene.post('repository', github.eventOf('repository', repository, 'transferred'))
  await scene.work()
  assert.match((await scene.problem()) ?? '', /may not read acme\/shop/)
  const there = github.install('initech')
  await scene.post('installation', github.installationEvent('installation', 'created', there))
  await scene.work()
  assert.equal(await scene.problem(), null)
  assert.equal((await scene.app()).repository, `${github.url}/initech/shop.git`)
  assert.equal(await scene.push(), await scene.head())
})

test('a repository that is made private goes on, and a deleted one is told of', async t => {
  const scene = await connected(t)
  const { github, repository } = scene
  repository.private = false
  assert.equal(await scene.push(), await scene.head())
  repository.private = true
  await scene.post('repository', github.eventOf('repository', repository, 'privatized'))
  assert.equal(await scene.push(), await scene.head())
  assert.equal(await scene.problem(), null)
  github.delete(repository)
  await scene.post('repository', { ...github.eventOf('repository', repository, 'privatized'), action: 'deleted' })
  await scene.work()
  assert.match(
    (await scene.problem()) ?? '',
    /may not read acme\/shop: it is not installed there, or the repository is gone/,
  )
})

test('two apps on one repository both hear of a push', async t => {
  const scene = await connected(t)
  await scene.createApp('second', scene.repository)
  const commit = await scene.push()
  assert.equal((await scene.deployments('shop'))[0]?.commit, commit)
  assert.equal((await scene.deployments('second'))[0]?.commit, commit)
})

test('while GitHub is down a push waits, and deploys when it answers again', async t => {
  const scene = await connected(t)
  scene.github.faults.down()
  const commit = await scene.push()
  assert.notEqual(await scene.head(), commit)
  assert.match((await scene.problem()) ?? '', /cannot be asked: it answers 503/)
  await scene.later(2_000)
  scene.github.faults.clear()
  await scene.later()
  assert.equal(await scene.head(), commit)
  assert.equal(await scene.problem(), null)
})

test('a GitHub that says nothing is not waited for long, and asked again', async t => {
  const scene = await connected(t)
  scene.github.faults.silent(1, /access_tokens/)
  scene.patience.timeoutMs = 100
  const commit = await scene.push()
  scene.patience.timeoutMs = 30_000
  assert.match((await scene.problem()) ?? '', /cannot be asked: it does not answer/)
  await scene.later()
  assert.equal(await scene.head(), commit)
})

test('a secondary rate limit is obeyed to the second, and then everything goes on', async t => {
  const scene = await connected(t)
  scene.github.faults.slowDown(90)
  const commit = await scene.push()
  const asked = scene.github.asked.length
  await scene.later(1_000)
  await scene.later(60_000)
  await scene.later(28_000)
  assert.equal(scene.github.faults.struck, 1)
  assert.equal(scene.github.asked.length, asked, 'nothing is asked before')
  await scene.later(1_001)
  assert.equal(await scene.head(), commit)
})

test('a token that ends in the middle of reading is replaced once, and no token is ever shown', async t => {
  const scene = await connected(t)
  scene.github.nextToken.gitRequests = 1
  const commit = await scene.push()
  assert.equal(await scene.head(), commit)
  assert.deepEqual(scene.errors, [])
  // Refused for good it is not asked for again and again.
  const before = scene.github.asked.filter(one => one.includes('access_tokens')).length
  scene.github.faults.add({ of: /info\/refs/, does: { kind: 'answer', status: 401, message: 'Bad credentials' } })
  await scene.push()
  const after = scene.github.asked.filter(one => one.includes('access_tokens')).length
  assert.ok(after - before <= 4, `${after - before} tokens`)
  const problem = await scene.problem()
  assert.match(problem ?? '', /wants a user and a password, or does not accept/)
  for (const token of scene.github.state.tokens.keys()) assert.ok(!problem?.includes(token))
})
