import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores } from './places.ts'
import {
  claimed,
  dueMessages,
  instant,
  poison,
  requested,
  sampleClaim,
  sampleNaming,
  succeeded,
  withShop,
} from './samples.ts'

const ada = { kind: 'user', name: 'ada' } as const
const prune = { kind: 'prune-artifacts' } as const

export function suite(name: string, makeStores: MakeStores): void {
  async function running(t: Parameters<MakeStores>[0]) {
    const stores = await withShop(makeStores(t))
    await requested(stores, 'd1')
    return { stores, record: await claimed(stores) }
  }

  describe(`DeploymentStore.finish (${name})`, () => {
    test('ends it, frees the environment and says how that stands', async t => {
      const { stores, record } = await running(t)
      const { deployments } = stores
      const noMachine = { since: instant(1), problem: 'The quota is used up.' }
      const leaving = {
        cancelRequestedAt: 3,
        askAgainAt: 4,
        restarts: 2,
        noMachine,
        ending: { state: 'cancelled', failure: null, giveUpAt: 9 },
      } as const
      const updated = await deployments.update(record, { sessionHash: 'session', ...leaving })
      const standing = { status: 'deployed', live: 'd1', naming: sampleNaming('Shop') } as const
      const finished = await deployments.finish(updated ?? record, succeeded, standing, [prune])
      const over = {
        leaseUntil: null,
        deadlineAt: null,
        cancelRequestedAt: null,
        askAgainAt: null,
        restarts: 0,
        noMachine: null,
        ending: null,
      }
      assert.deepEqual(finished, { ...updated, ...succeeded, ...over, version: finished?.version })
      assert.deepEqual(await deployments.get('d1'), finished)
      const rest = { app: 'shop', environment: 'dev', latest: 'd1', running: null, fence: 1 }
      assert.deepEqual(await deployments.environment('shop', 'dev'), { ...standing, ...rest })
      assert.deepEqual(await dueMessages(stores), [prune])
    })

    test('leaves the environment as it was where told so', async t => {
      const { stores, record } = await running(t)
      const naming = sampleNaming('Shop')
      await stores.deployments.finish(record, succeeded, { status: 'deployed', live: 'd1', naming })
      await requested(stores, 'd2')
      const failure = { code: 'test_failed', phase: 'test', message: 'exit code 1', hint: 'Mend it.' } as const
      const failed = { state: 'failed', failure, finishedAt: instant(12) } as const
      const finished = await stores.deployments.finish(await claimed(stores), failed, null)
      assert.deepEqual(finished?.failure, failure)
      const expected = { status: 'deployed', live: 'd1', naming, latest: 'd2', running: null, fence: 2 }
      assert.deepEqual(await stores.deployments.environment('shop', 'dev'), {
        app: 'shop',
        environment: 'dev',
        ...expected,
      })
    })

    test('frees exactly once: a second end gives null and frees nobody else', async t => {
      const { stores, record } = await running(t)
      await requested(stores, 'd2')
      const ends = Array.from({ length: 5 }, () => stores.deployments.finish(record, succeeded, null, [prune]))
      const finished = (await Promise.all(ends)).filter(result => result !== null)
      assert.equal(finished.length, 1)
      assert.deepEqual(await dueMessages(stores), [prune])
      const next = await claimed(stores)
      const late = { status: 'removed', live: null, naming: null } as const
      for (const old of [record, ...finished]) {
        assert.equal(await stores.deployments.finish(old, succeeded, late, [prune]), null)
      }
      const standing = await stores.deployments.environment('shop', 'dev')
      assert.deepEqual([standing.running, standing.status], ['d2', 'empty'])
      assert.deepEqual(await stores.deployments.get('d2'), next)
      assert.deepEqual(await dueMessages(stores), [prune])
    })

    test('does nothing when the record was changed meanwhile, or does not run yet', async t => {
      const { stores, record } = await running(t)
      const changed = await stores.deployments.update(record, { lastEvent: 1 })
      assert.equal(await stores.deployments.finish(record, succeeded, null), null)
      assert.deepEqual(await stores.deployments.get('d1'), changed)
      const queued = await requested(stores, 'd2')
      assert.equal(await stores.deployments.finish(queued, succeeded, null), null)
      assert.equal((await stores.deployments.environment('shop', 'dev')).running, 'd1')
    })

    test('writes end, standing and messages together or not at all', async t => {
      const { stores, record } = await running(t)
      const standing = { status: 'deployed', live: 'd1', naming: null } as const
      await assert.rejects(stores.deployments.finish(record, succeeded, standing, [prune, poison]), /poisoned/)
      assert.deepEqual(await stores.deployments.get('d1'), record)
      const { running: held, status } = await stores.deployments.environment('shop', 'dev')
      assert.deepEqual({ held, status }, { held: 'd1', status: 'empty' })
      assert.deepEqual(await dueMessages(stores), [])
      assert.equal(await stores.deployments.claimNext(sampleClaim()), null)
    })
  })

  describe(`DeploymentStore.withdraw (${name})`, () => {
    test('cancels a queued deployment and leaves the environment alone', async t => {
      const { stores } = await running(t)
      const queued = await requested(stores, 'd2')
      const before = await stores.deployments.environment('shop', 'dev')
      const withdrawn = await stores.deployments.withdraw('d2', ada, instant(5))
      const expected = { state: 'cancelled', cancelRequestedBy: ada, finishedAt: instant(5) } as const
      assert.deepEqual(withdrawn, { ...queued, ...expected, version: withdrawn?.version })
      assert.ok((withdrawn?.version ?? 0) > queued.version)
      assert.deepEqual(await stores.deployments.get('d2'), withdrawn)
      assert.deepEqual(await stores.deployments.environment('shop', 'dev'), before)
    })

    test('gives null for one that is no longer queued, or never was', async t => {
      const { stores, record } = await running(t)
      assert.equal(await stores.deployments.withdraw('d1', ada, instant(5)), null)
      assert.deepEqual(await stores.deployments.get('d1'), record)
      assert.equal(await stores.deployments.withdraw('nobody', ada, instant(5)), null)
    })

    test('either withdraws or is too late, when the deployment is claimed at once', async t => {
      const stores = await withShop(makeStores(t))
      for (let n = 0; n < 10; n++) {
        await requested(stores, `d${n}`)
        const claim = () => stores.deployments.claimNext(sampleClaim())
        const withdraw = () => stores.deployments.withdraw(`d${n}`, ada, instant(5))
        const results = await Promise.all(n % 2 ? [claim(), withdraw()] : [withdraw(), claim()])
        assert.equal(results.filter(result => result !== null).length, 1)
        for (const record of results)
          if (record?.state === 'running') await stores.deployments.finish(record, succeeded, null)
      }
    })
  })
}
