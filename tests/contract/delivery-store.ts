import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OutboxMessage } from '../../src/core/ports/outbox.ts'
import type { MakeStores } from './places.ts'

const sync = (app: string): OutboxMessage => ({ kind: 'sync-app', app })

export function suite(name: string, makeStores: MakeStores): void {
  describe(`DeliveryStore (${name})`, () => {
    test('a delivery is taken once, whoever brings it at the same moment, and what follows from it is put once', async t => {
      const { deliveries, outbox } = makeStores(t)
      const answers = await Promise.all([1, 2, 3, 4].map(() => deliveries.accept('d1', 5, [sync('a'), sync('b')])))
      assert.equal(answers.filter(isNew => isNew).length, 1)
      assert.deepEqual(
        (await outbox.take(5, 50, 10)).map(one => one.message),
        [sync('a'), sync('b')],
      )
      assert.equal(await deliveries.accept('d1', 6, [sync('c')]), false)
      assert.deepEqual(await outbox.take(5, 50, 10), [])
      assert.deepEqual(await deliveries.facts(), { lastAt: 5, accepted: 1, refused: 0 })
    })

    test('what waits already is not put again, but what was handed out is', async t => {
      const { deliveries, outbox } = makeStores(t)
      await deliveries.accept('d1', 1, [sync('a')])
      await deliveries.accept('d2', 2, [sync('a'), sync('b')])
      const entries = await outbox.take(5, 50, 10)
      assert.deepEqual(
        entries.map(one => one.message),
        [sync('a'), sync('b')],
      )
      // Whoever works on it may have looked already.
      await deliveries.accept('d3', 3, [sync('a')])
      assert.deepEqual(
        (await outbox.take(5, 50, 10)).map(one => one.message),
        [sync('a')],
      )
    })

    test('counts what was refused, and keeps nothing else of it', async t => {
      const { deliveries } = makeStores(t)
      assert.deepEqual(await deliveries.facts(), { lastAt: null, accepted: 0, refused: 0 })
      await deliveries.refuse()
      await deliveries.refuse()
      assert.deepEqual(await deliveries.facts(), { lastAt: null, accepted: 0, refused: 2 })
    })

    test('forgets old ids, not the counts; the last one is the latest', async t => {
      const { deliveries } = makeStores(t)
      await deliveries.accept('d2', 20, [])
      await deliveries.accept('d1', 10, [])
      await deliveries.prune(20)
      assert.deepEqual(await deliveries.facts(), { lastAt: 20, accepted: 2, refused: 0 })
      assert.equal(await deliveries.accept('d2', 30, []), false)
      assert.equal(await deliveries.accept('d1', 30, []), true)
    })

    test('shares no object with its callers', async t => {
      const { deliveries, outbox } = makeStores(t)
      const given = { kind: 'sync-app' as const, app: 'a' }
      await deliveries.accept('d1', 1, [given])
      given.app = 'changed'
      assert.deepEqual((await outbox.take(1, 1, 10))[0]?.message, sync('a'))
    })
  })
}
