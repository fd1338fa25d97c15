import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores } from './places.ts'
import { claimed, dueMessages, instant, poison, requested, sampleNaming, succeeded, withShop } from './samples.ts'

const settle = { kind: 'settle-deployment', deployment: 'd1' } as const
const ending = { state: 'failed', failure: null, giveUpAt: 9 } as const

export function suite(name: string, makeStores: MakeStores): void {
  describe(`DeploymentStore.update (${name})`, () => {
    async function running(t: Parameters<MakeStores>[0]) {
      const stores = await withShop(makeStores(t))
      await requested(stores, 'd1')
      return { stores, record: await claimed(stores) }
    }

    test('changes what is given, and the naming with it', async t => {
      const { stores, record } = await running(t)
      const change = { lastSeq: 4, lastEvent: 7, cloudChanging: true, outputs: { Shop: { Url: 'https://x' } }, ending }
      const naming = sampleNaming('Shop')
      const changed = await stores.deployments.update(record, change, { naming, messages: [settle] })
      assert.deepEqual(changed, { ...record, ...change, version: changed?.version })
      assert.ok((changed?.version ?? 0) > record.version)
      assert.deepEqual(await stores.deployments.get('d1'), changed)
      assert.deepEqual((await stores.deployments.environment('shop', 'dev')).naming, naming)
      assert.deepEqual(await dueMessages(stores), [settle])
      await stores.deployments.update(changed ?? record, { lastSeq: 5 })
      assert.deepEqual((await stores.deployments.environment('shop', 'dev')).naming, naming)
    })

    test('does nothing when the record was changed meanwhile', async t => {
      const { stores, record } = await running(t)
      const changed = await stores.deployments.update(record, { lastEvent: 1 })
      const also = { naming: sampleNaming('Shop'), messages: [settle] }
      assert.equal(await stores.deployments.update(record, { lastEvent: 2 }, also), null)
      assert.deepEqual(await stores.deployments.get('d1'), changed)
      assert.equal((await stores.deployments.environment('shop', 'dev')).naming, null)
      assert.deepEqual(await dueMessages(stores), [])
    })

    test('lets one of those win who change the same version at once', async t => {
      const { stores, record } = await running(t)
      const tries = Array.from({ length: 8 }, (_, n) => stores.deployments.update(record, { lastEvent: n + 1 }))
      const [won, ...more] = (await Promise.all(tries)).filter(result => result !== null)
      assert.deepEqual(more, [])
      assert.deepEqual(await stores.deployments.get('d1'), won)
    })

    test('changes no deployment that does not run: queued, final, or forgotten', async t => {
      const { stores, record } = await running(t)
      const queued = await requested(stores, 'd2')
      assert.equal(await stores.deployments.update(queued, { lastEvent: 1 }), null)
      const finished = await stores.deployments.finish(record, succeeded, null)
      assert.equal(await stores.deployments.update(finished ?? record, { lastEvent: 1 }), null)
      assert.deepEqual(await stores.deployments.get('d1'), finished)
      await stores.apps.deleteApp('shop')
      assert.equal(await stores.deployments.update(record, { lastEvent: 1 }), null)
    })

    test('writes change, naming and messages together or not at all', async t => {
      const { stores, record } = await running(t)
      const also = { naming: sampleNaming('Shop'), messages: [settle, poison] }
      await assert.rejects(stores.deployments.update(record, { lastEvent: 1 }, also), /poisoned/)
      assert.deepEqual(await stores.deployments.get('d1'), record)
      assert.equal((await stores.deployments.environment('shop', 'dev')).naming, null)
      assert.deepEqual(await dueMessages(stores), [])
    })

    test('shares no object with its callers', async t => {
      const { stores, record } = await running(t)
      const phases = [{ name: 'test' as const, state: 'running' as const, startedAt: instant(3) }]
      const naming = sampleNaming('Shop')
      const changed = await stores.deployments.update(record, { phases }, { naming })
      phases.pop()
      naming.stacks.pop()
      changed?.phases.pop()
      ;(await stores.deployments.environment('shop', 'dev')).naming?.stacks.pop()
      assert.equal((await stores.deployments.get('d1'))?.phases.length, 1)
      assert.deepEqual((await stores.deployments.environment('shop', 'dev')).naming, sampleNaming('Shop'))
    })
  })
}
