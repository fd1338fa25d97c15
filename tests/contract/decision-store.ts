import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { DecisionRecord } from '../../src/core/ports/decision-store.ts'
import type { MakeStores, Stores } from './places.ts'
import { instant, sampleApp, sampleCommit, sampleEnvironments } from './samples.ts'

const decision = (n: number, change: Partial<DecisionRecord> = {}): DecisionRecord => ({
  app: 'shop',
  environment: 'dev',
  commit: sampleCommit(n),
  branch: 'main',
  code: 'marked',
  reason: 'it says so',
  after: null,
  at: instant(n),
  ...change,
})

async function withShop(stores: Stores) {
  await stores.apps.createApp(sampleApp('shop'), sampleEnvironments('shop', 'dev', 'prod'))
  return stores
}

export function suite(name: string, makeStores: MakeStores): void {
  describe(`DecisionStore (${name})`, () => {
    test('keeps the newest decision about each commit of an environment', async t => {
      const { decisions } = await withShop(makeStores(t))
      await decisions.record(decision(1))
      await decisions.record(decision(2))
      await decisions.record(decision(1, { code: 'unchanged', after: 'd7' }))
      assert.deepEqual(
        await decisions.decision('shop', 'dev', sampleCommit(1)),
        decision(1, { code: 'unchanged', after: 'd7' }),
      )
      assert.equal(await decisions.decision('shop', 'prod', sampleCommit(1)), null)
      assert.equal(await decisions.decision('shop', 'dev', sampleCommit(3)), null)
      const newest = await decisions.newest('shop', 'dev', 10)
      assert.deepEqual(
        newest.map(one => one.commit),
        [sampleCommit(1), sampleCommit(2)],
      )
      assert.equal((await decisions.newest('shop', 'dev', 1)).length, 1)
    })

    test('they go with their environment, and come to none that is not there', async t => {
      const { decisions, apps } = await withShop(makeStores(t))
      await decisions.record(decision(1))
      await decisions.record(decision(1, { environment: 'prod' }))
      await decisions.record(decision(1, { environment: 'nowhere' }))
      assert.equal(await decisions.decision('shop', 'nowhere', sampleCommit(1)), null)
      await apps.saveEnvironments('shop', sampleEnvironments('shop', 'prod'))
      assert.equal(await decisions.decision('shop', 'dev', sampleCommit(1)), null)
      assert.ok(await decisions.decision('shop', 'prod', sampleCommit(1)))
      await apps.deleteApp('shop')
      assert.equal(await decisions.decision('shop', 'prod', sampleCommit(1)), null)
    })
  })
}
