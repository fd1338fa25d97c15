import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores } from './places.ts'
import { claimed, instant, requested, sampleClaim, sampleEnvironments, succeeded, withShop } from './samples.ts'

export function suite(name: string, makeStores: MakeStores): void {
  describe(`DeploymentStore.claimNext (${name})`, () => {
    test('takes the environment for its oldest queued deployment, which becomes running', async t => {
      const stores = await withShop(makeStores(t))
      const first = await requested(stores, 'd2')
      await requested(stores, 'd1')
      const record = await claimed(stores)
      const { startedAt, leaseUntil, deadlineAt } = sampleClaim()
      const taken = {
        state: 'running',
        startedAt,
        leaseUntil,
        deadlineAt,
        jobTokenHash: 'hash of d2',
        fence: 1,
      } as const
      assert.deepEqual(record, { ...first, ...taken, version: record.version })
      assert.ok(record.version > first.version)
      assert.deepEqual(await stores.deployments.get('d2'), record)
      const { running, latest, live, status, fence } = await stores.deployments.environment('shop', 'dev')
      assert.deepEqual(
        { running, latest, live, status, fence },
        { running: 'd2', latest: 'd2', live: null, status: 'empty', fence: 1 },
      )
    })

    test('gives null where nothing is queued, where it is busy, and where no such environment is', async t => {
      const stores = await withShop(makeStores(t))
      const { deployments } = stores
      assert.equal(await deployments.claimNext(sampleClaim()), null)
      await requested(stores, 'd1')
      await requested(stores, 'd2')
      assert.equal(await deployments.claimNext(sampleClaim({ environment: 'prod' })), null)
      assert.equal(await deployments.claimNext(sampleClaim({ environment: 'qa' })), null)
      await claimed(stores)
      assert.equal(await deployments.claimNext(sampleClaim()), null)
      assert.equal((await deployments.get('d2'))?.state, 'queued')
    })

    test('gives the environment to one of those who claim it at once', async t => {
      const stores = await withShop(makeStores(t))
      for (let n = 1; n <= 5; n++) await requested(stores, `d${n}`)
      for (let n = 1; n <= 5; n++) {
        const tries = Array.from({ length: 8 }, () => stores.deployments.claimNext(sampleClaim()))
        const taken = (await Promise.all(tries)).filter(record => record !== null)
        assert.deepEqual(
          taken.map(record => [record.id, record.fence]),
          [[`d${n}`, n]],
        )
        for (const record of taken) assert.ok(await stores.deployments.finish(record, succeeded, null))
      }
      assert.equal(await stores.deployments.claimNext(sampleClaim()), null)
    })

    test('never lets more run at once than the limit, on the whole server', async t => {
      const stores = await withShop(makeStores(t))
      const names = Array.from({ length: 6 }, (_, n) => `env-${n}`)
      await stores.apps.saveEnvironments('shop', sampleEnvironments('shop', ...names))
      for (const environment of names) await requested(stores, environment, { environment })
      const claimAll = async (limit: number | null) => {
        const tries = names.map(environment => stores.deployments.claimNext(sampleClaim({ environment, limit })))
        return (await Promise.all(tries)).filter(record => record !== null)
      }
      const [first, second] = await claimAll(2)
      assert.ok(first && second)
      assert.deepEqual(await claimAll(2), [])
      await stores.deployments.finish(first, succeeded, null)
      assert.equal((await claimAll(2)).length, 1)
      assert.deepEqual(await claimAll(0), [])
      assert.equal((await claimAll(null)).length, 3)
    })

    test('hands each claim of an environment a higher fence', async t => {
      const stores = await withShop(makeStores(t))
      const fences: number[] = []
      for (const id of ['d1', 'd2', 'd3']) {
        await requested(stores, id)
        const record = await claimed(stores, { startedAt: instant(3) })
        fences.push(record.fence)
        await stores.deployments.finish(record, succeeded, null)
      }
      assert.deepEqual(fences, [1, 2, 3])
      assert.equal((await stores.deployments.environment('shop', 'dev')).fence, 3)
    })

    test('leaves all as it was when no token can be made', async t => {
      const stores = await withShop(makeStores(t))
      const before = await requested(stores, 'd1')
      const failing = sampleClaim({
        jobTokenHash: () => {
          throw new Error('no token')
        },
      })
      await assert.rejects(stores.deployments.claimNext(failing), /no token/)
      assert.deepEqual(await stores.deployments.get('d1'), before)
      assert.equal((await stores.deployments.environment('shop', 'dev')).running, null)
      assert.equal((await claimed(stores)).fence, 1)
    })
  })
}
