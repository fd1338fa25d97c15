import assert from 'node:assert/strict'
import { test } from 'node:test'
import { finishRunning } from '../../src/api/testing/pipeline.ts'
import { openGitHubScene } from '../support/github/scene.ts'

async function connected(t: Parameters<typeof openGitHubScene>[0]) {
  const scene = await openGitHubScene(t)
  await scene.connect()
  const repository = scene.addRepository()
  scene.github.install()
  await scene.createApp('shop', repository)
  await scene.work()
  const { state } = scene.github
  return {
    ...scene,
    repository,
    async push(title = 'Pushed'): Promise<string> {
      const commit = scene.scratch.commit(title)
      await scene.post('push', scene.github.pushOf(repository, 'refs/heads/main'))
      await scene.work()
      return commit
    },
    /** Ends what runs, as a runner would. */
    async finish(result?: 'succeeded' | 'failed'): Promise<void> {
      await finishRunning(scene, 'development', { ...(result ? { state: result } : {}) })
      const place = { app: 'shop', environment: 'development' }
      await scene.ports.outbox.put({ kind: 'report-deployments', ...place }, scene.ports.clock.now())
      await scene.work()
    },
    statesOf: (commit: string) =>
      state.deployments.filter(one => one.sha === commit).flatMap(one => one.statuses.map(status => status.state)),
    marksOf: (commit: string) => state.commitStatuses.filter(one => one.sha === commit),
    async later(ms = 61_000): Promise<void> {
      scene.world.clock.advance(ms)
      await scene.work()
    },
  }
}

test('GitHub hears of a deployment from its beginning to its end, with addresses of the environment and the log', async t => {
  const scene = await connected(t)
  const [first] = await scene.deployments('shop')
  const commit = String(first?.commit)
  assert.deepEqual(scene.statesOf(commit), ['in_progress'])
  assert.deepEqual(
    scene.marksOf(commit).map(one => [one.state, one.context]),
    [['pending', 'trellis/shop/development']],
  )
  await scene.finish()
  assert.deepEqual(scene.statesOf(commit), ['in_progress', 'success'])
  const [told] = scene.github.state.deployments.filter(one => one.sha === commit)
  assert.deepEqual([told?.environment, told?.production, told?.ref], ['shop/development', false, commit])
  assert.deepEqual(told?.statuses.at(-1), {
    state: 'success',
    description: '#1 succeeded',
    logUrl: 'https://trellis.example/apps/shop/development/1',
    environmentUrl: 'https://example.org',
  })
  const mark = scene.marksOf(commit).at(-1)
  assert.deepEqual([mark?.state, mark?.targetUrl], ['success', 'https://trellis.example/apps/shop/development/1'])
})

test('a failure is told, and a push that a newer one replaced leaves no mark on its commit', async t => {
  const scene = await connected(t)
  const [first] = await scene.deployments('shop')
  const replaced = await scene.push('Replaced')
  const newest = await scene.push('Newest')
  await scene.finish('failed')
  assert.deepEqual(scene.statesOf(String(first?.commit)), ['in_progress', 'failure'])
  assert.equal(scene.marksOf(String(first?.commit)).at(-1)?.state, 'failure')
  assert.deepEqual(scene.statesOf(replaced), ['queued', 'inactive'])
  assert.deepEqual(scene.marksOf(replaced), [])
  assert.deepEqual(scene.statesOf(newest), ['queued'])
})

test('a report that fails fails no deployment, and is told as soon as GitHub answers again', async t => {
  const scene = await connected(t)
  const [first] = await scene.deployments('shop')
  scene.github.faults.down(undefined, /deployments|statuses/)
  await scene.finish()
  assert.equal((await scene.deployments('shop'))[0]?.state, 'succeeded')
  assert.deepEqual(scene.statesOf(String(first?.commit)), ['in_progress'])
  await scene.later()
  scene.github.faults.clear()
  await scene.later()
  assert.deepEqual(scene.statesOf(String(first?.commit)), ['in_progress', 'success'])
  assert.equal(scene.github.state.deployments.filter(one => one.sha === first?.commit).length, 1)
})

test('a report waits as long as GitHub wants, and not longer', async t => {
  const scene = await connected(t)
  const [first] = await scene.deployments('shop')
  scene.github.faults.slowDown(300, 1, /statuses/)
  await scene.finish()
  await scene.later(200_000)
  assert.equal(scene.github.faults.struck, 1)
  assert.deepEqual(scene.statesOf(String(first?.commit)), ['in_progress'])
  await scene.later(100_001)
  assert.deepEqual(scene.statesOf(String(first?.commit)), ['in_progress', 'success'])
})

test('what GitHub refuses for good is not told again and again', async t => {
  const scene = await connected(t)
  scene.github.faults.add({ of: /deployments/, does: { kind: 'answer', status: 422, message: 'Validation Failed' } })
  await scene.finish()
  const struck = scene.github.faults.struck
  await scene.later()
  await scene.later()
  assert.equal(scene.github.faults.struck, struck)
  assert.equal((await scene.deployments('shop'))[0]?.state, 'succeeded')
})
