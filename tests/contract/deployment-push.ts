import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { DeploymentKind } from '../../src/contract/deployment.ts'
import type { MakeStores } from './places.ts'
import {
  claimed,
  dueMessages,
  instant,
  requested,
  sampleClaim,
  sampleCommit,
  sampleDraft,
  samplePush,
  succeeded,
  withShop,
} from './samples.ts'

export function suite(name: string, makeStores: MakeStores): void {
  describe(`DeploymentStore.request of a push (${name})`, () => {
    test('lets a push replace older queued pushes of its environment at that instant, and nothing else', async t => {
      const stores = await withShop(makeStores(t))
      const { deployments } = stores
      await deployments.request(samplePush('running', 1))
      await claimed(stores)
      for (const kind of ['manual', 'promotion', 'rollback', 'teardown'] as DeploymentKind[]) {
        await deployments.request(sampleDraft(kind, { kind }))
      }
      await deployments.request({ ...samplePush('prod', 2), environment: 'prod' })
      const old = await deployments.request({ ...samplePush('old', 3), why: 'push to main' })
      const result = await deployments.request(samplePush('new', 4, 44))
      const [superseded, ...more] = result?.superseded ?? []
      assert.deepEqual(more, [])
      assert.deepEqual(superseded, {
        ...old?.deployment,
        state: 'superseded',
        finishedAt: instant(44),
        version: superseded?.version,
      })
      assert.deepEqual(await deployments.get('old'), superseded)
      const open = (await deployments.open()).map(one => one.id)
      assert.deepEqual(open, ['running', 'manual', 'promotion', 'rollback', 'teardown', 'prod', 'new'])
      await deployments.request(sampleDraft('manual 2'))
      assert.equal((await deployments.get('new'))?.state, 'queued')
    })

    test('leaves one push queued when many come at once: the newest', async t => {
      const { deployments } = await withShop(makeStores(t))
      await Promise.all(Array.from({ length: 10 }, (_, n) => deployments.request(samplePush(`d${n}`, n + 1))))
      const open = await deployments.open()
      assert.equal(open.length, 1)
      assert.equal(open[0]?.number, 10)
      const all = await deployments.list({ app: 'shop', state: 'superseded', limit: 20 })
      assert.equal(all.length, 9)
    })

    test('takes no push of a look that is out of date', async t => {
      const { deployments } = await withShop(makeStores(t))
      assert.equal(await deployments.request(samplePush('early', 1), [], { newestPush: 'another' }), null)
      assert.ok(await deployments.request(samplePush('first', 2), [], { newestPush: null }))
      assert.equal(await deployments.request(samplePush('late', 1), [], { newestPush: null }), null)
      assert.ok(await deployments.request(samplePush('second', 3), [], { newestPush: 'first' }))
    })

    test('takes a push seen twice for nothing new, whatever became of the first', async t => {
      const stores = await withShop(makeStores(t))
      const { deployments } = stores
      const both = await Promise.all([deployments.request(samplePush('a', 1)), deployments.request(samplePush('b', 1))])
      assert.equal(both.filter(result => result === null).length, 1)
      const message = { kind: 'sync-app', app: 'shop' } as const
      assert.equal(await deployments.request(samplePush('queued', 1), [message]), null)
      await deployments.finish(await claimed(stores), succeeded, null)
      assert.equal(await deployments.request(samplePush('over', 1), [message]), null)
      assert.equal((await deployments.list({ app: 'shop', limit: 10 })).length, 1)
      assert.deepEqual(await dueMessages(stores), [])
    })

    test('leaves out a push of a commit that a person deploys there already, and says which deployment brings it', async t => {
      const stores = await withShop(makeStores(t))
      const { deployments } = stores
      await requested(stores, 'd1', { commit: sampleCommit(1), branch: null })
      const message = { kind: 'sync-app', app: 'shop' } as const
      const left = await deployments.request(samplePush('d2', 1, 22), [message])
      const { state, source, finishedAt, number } = left?.deployment ?? assert.fail()
      assert.deepEqual(
        { state, source, finishedAt, number },
        { state: 'superseded', source: { environment: 'dev', number: 1 }, finishedAt: instant(22), number: 2 },
      )
      assert.deepEqual(await dueMessages(stores), [message])
      assert.deepEqual(await deployments.get('d2'), left?.deployment)
      assert.equal(await deployments.request(samplePush('d3', 1)), null)
      const running = await claimed(stores)
      assert.equal(running.id, 'd1')
      assert.equal(await deployments.claimNext(sampleClaim()), null)
      const standing = { status: 'deployed', live: 'd1', naming: null } as const
      await deployments.finish(running, succeeded, standing)
      const next = await deployments.request({ ...samplePush('d4', 1), branch: 'next' })
      assert.equal(next?.deployment.state, 'superseded')
    })

    test('leaves it out, too, where a push of another commit waited behind the deployment of that person', async t => {
      const stores = await withShop(makeStores(t))
      await requested(stores, 'd1', { commit: sampleCommit(1), branch: null })
      await stores.deployments.request(samplePush('d2', 2))
      const left = await stores.deployments.request(samplePush('d3', 1))
      assert.deepEqual([left?.superseded.map(one => one.id), left?.deployment.state], [['d2'], 'superseded'])
    })

    for (const [what, end] of [
      ['failed', 'failed'],
      ['succeeded and was followed by another', 'followed'],
      ['is being cancelled', 'cancelling'],
      ['was withdrawn', 'withdrawn'],
      ['was a rollback', 'rollback'],
    ] as const) {
      test(`deploys a push whose commit a person deployed, when that ${what}`, async t => {
        const stores = await withShop(makeStores(t))
        const { deployments } = stores
        await requested(stores, 'd1', { commit: sampleCommit(1), ...(end === 'rollback' && { kind: 'rollback' }) })
        if (end === 'withdrawn') await deployments.withdraw('d1', { kind: 'user', name: 'eve' }, instant(3))
        const running = end === 'withdrawn' || end === 'rollback' ? null : await claimed(stores)
        if (running && end === 'cancelling') await deployments.update(running, { cancelRequestedAt: 5 })
        if (running && end === 'failed') await deployments.finish(running, { ...succeeded, state: 'failed' }, null)
        if (running && end === 'followed') {
          await deployments.finish(running, succeeded, { status: 'deployed', live: 'd1', naming: null })
          await requested(stores, 'd2', { commit: sampleCommit(2) })
        }
        assert.equal((await deployments.request(samplePush('push', 1)))?.deployment.state, 'queued')
      })
    }

    test('takes the same commit for new on another branch, in another environment, or after another push', async t => {
      const { deployments } = await withShop(makeStores(t))
      assert.ok(await deployments.request(samplePush('d1', 1)))
      assert.ok(await deployments.request({ ...samplePush('d2', 1), branch: 'next' }))
      assert.ok(await deployments.request({ ...samplePush('d3', 1), environment: 'prod' }))
      assert.ok(await deployments.request(samplePush('d4', 1)))
      assert.ok(await deployments.request(sampleDraft('d5', { commit: sampleCommit(1) })))
      assert.equal(await deployments.request(samplePush('d6', 1)), null)
    })
  })
}
