import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openGitHubScene } from '../support/github/scene.ts'

type Scene = Awaited<ReturnType<typeof connected>>

/** An App that is installed, a repository, and an app whose first environment follows main. */
async function connected(t: Parameters<typeof openGitHubScene>[0], more: Record<string, unknown> = {}) {
  const scene = await openGitHubScene(t)
  await scene.connect()
  const repository = scene.addRepository()
  const installation = scene.github.install()
  await scene.createApp('shop', repository, more)
  await scene.work()
  return { ...scene, repository, installation }
}

const commitsOf = async (scene: Scene, app = 'shop', environment?: string) =>
  (await scene.deployments(app, environment)).map(one => one.commit)

/** Pushes what the branch is now, as GitHub tells it. */
async function push(scene: Scene, ref = 'refs/heads/main'): Promise<void> {
  const answer = await scene.post('push', scene.github.pushOf(scene.repository, ref))
  assert.equal(answer.status, 202)
  await scene.work()
}

test('only the very branch deploys: hotfix/main, a tag named main and a branch that was deleted do not', async t => {
  const scene = await connected(t)
  const { git } = { git: scene.scratch.git.bind(scene.scratch) }
  const [before] = await commitsOf(scene)
  git('checkout', '-q', '-b', 'hotfix/main')
  scene.scratch.commit('A fix')
  await push(scene, 'refs/heads/hotfix/main')
  git('tag', 'main', 'HEAD')
  await push(scene, 'refs/tags/main')
  git('checkout', '-q', '-b', 'gone')
  git('checkout', '-q', '-')
  git('branch', '-q', '-D', 'gone')
  await push(scene, 'refs/heads/gone')
  const { ref, ...told } = scene.github.pushOf(scene.repository, 'refs/heads/main', { after: '0'.repeat(40) })
  await scene.post('push', { ref, ...told })
  await scene.work()
  assert.deepEqual(await commitsOf(scene), [before])
  assert.deepEqual(scene.errors, [])
})

test('a forced push deploys, also one that goes back', async t => {
  const scene = await connected(t)
  const [first] = await commitsOf(scene)
  const second = scene.scratch.commit('Second')
  await push(scene)
  scene.scratch.git('reset', '-q', '--hard', String(first))
  await push(scene)
  const other = scene.scratch.commit('Other')
  await push(scene)
  assert.deepEqual(await commitsOf(scene), [other, first, second, first])
})

test("events in the wrong order end at the branch's head", async t => {
  const scene = await connected(t)
  const told = [1, 2, 3].map(n => {
    scene.scratch.commit(`Commit ${n}`)
    return scene.github.pushOf(scene.repository, 'refs/heads/main')
  })
  for (const payload of told.reverse()) await scene.post('push', payload)
  await scene.work()
  const head = scene.scratch.git('rev-parse', 'main')
  assert.equal((await commitsOf(scene))[0], head)
  assert.equal((await commitsOf(scene)).filter(one => one === head).length, 1)
})

test('[skip trellis] in the message of the head keeps it from deploying, and that is told', async t => {
  const scene = await connected(t)
  const skipped = scene.scratch.commit('Mend a typo\n\nNothing to see here.\n[skip trellis]')
  await push(scene)
  await push(scene)
  assert.equal((await commitsOf(scene)).includes(skipped), false)
  const params = { app: 'shop', commit: skipped }
  const [development] = await scene.client.call('explainCommit', { params })
  assert.equal(development?.deployed, false)
  assert.equal(development?.reason, 'not deployed: the message of the head of main says [skip trellis]')
  const { environments } = await scene.client.call('appStatus', { params: { app: 'shop' } })
  assert.deepEqual(environments[0]?.notDeployed, {
    commit: skipped,
    reason: 'the message of the head of main says [skip trellis]',
    at: environments[0]?.notDeployed?.at,
  })
  const next = scene.scratch.commit('Go on')
  await push(scene)
  assert.equal((await commitsOf(scene))[0], next)
  const after = await scene.client.call('appStatus', { params: { app: 'shop' } })
  assert.equal(after.environments[0]?.notDeployed, null)
})

test('of two apps in one repository each deploys when its folder or what it watches changed, and says why', async t => {
  const scene = await openGitHubScene(t)
  await scene.connect()
  const { scratch } = scene
  scratch.write('apps/web/trellis.yml', 'deploy: "true"\nwatch: [libs/money/**, "*.lock"]\n')
  scratch.write('apps/api/trellis.yml', 'deploy: "true"\n')
  scratch.commit('First')
  const repository = scene.addRepository()
  scene.github.install()
  await scene.createApp('web', repository, { path: 'apps/web' })
  await scene.createApp('api', repository, { path: 'apps/api' })
  await scene.work()
  const whole = { ...scene, repository, installation: scene.github.install() }
  const changed = async (path: string) => {
    scratch.write(path, Math.random().toString())
    const commit = scratch.commit(`Change ${path}`)
    await push(whole)
    const has = async (app: string) => (await commitsOf(whole, app)).includes(commit)
    return { commit, web: await has('web'), api: await has('api') }
  }
  const web = await changed('apps/web/index.js')
  assert.deepEqual([web.web, web.api], [true, false])
  assert.equal((await scene.deployments('web'))[0]?.why, 'push to main: apps/web/index.js changed')
  const money = await changed('libs/money/deep/round.js')
  assert.deepEqual([money.web, money.api], [true, false])
  const lock = await changed('pnpm.lock')
  assert.deepEqual([lock.web, lock.api], [true, false])
  const readme = await changed('apps/website/README.md')
  assert.deepEqual([readme.web, readme.api], [false, false])
  const api = await changed('apps/api/index.js')
  assert.deepEqual([api.web, api.api], [false, true])
  const [why] = await scene.client.call('explainCommit', { params: { app: 'web', commit: readme.commit } })
  assert.match(why?.reason ?? '', /^not deployed: nothing in apps\/web and what its trellis.yml watches changed since/)
})

test('a push to what nothing is known of, and to a branch that nobody follows, is taken and changes nothing', async t => {
  const scene = await connected(t)
  const stranger = scene.github.addRepository({ name: 'stranger' })
  for (const [repository, ref] of [
    [stranger, 'refs/heads/main'],
    [scene.repository, 'refs/heads/feature'],
  ] as const) {
    const payload = scene.github.pushOf(repository, ref, { after: 'a'.repeat(40) })
    assert.equal((await scene.post('push', payload)).status, 202)
  }
  assert.deepEqual(await scene.ports.outbox.take(scene.ports.clock.now(), 0, 10), [])
})
