import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OutboxMessage } from '../../src/core/ports/outbox.ts'
import type { MakeStores } from './places.ts'

const sync = (app: string): OutboxMessage => ({ kind: 'sync-app', app })

export function suite(name: string, makeStores: MakeStores): void {
  describe(`Outbox (${name})`, () => {
    test('hands out what is due, oldest first, as many as asked', async t => {
      const { outbox } = makeStores(t)
      await outbox.put(sync('a'), 10)
      await outbox.put({ kind: 'settle-deployment', deployment: 'd1' }, 5)
      await outbox.put({ kind: 'prune-artifacts' }, 11)
      assert.deepEqual(await outbox.take(4, 100, 10), [])
      const entries = await outbox.take(10, 10, 10)
      assert.deepEqual(
        entries.map(entry => entry.message),
        [sync('a'), { kind: 'settle-deployment', deployment: 'd1' }],
      )
      assert.equal((await outbox.take(11, 100, 1)).length, 1)
    })

    test('does not hand an entry out again before its lease is over, and counts how often it did', async t => {
      const { outbox } = makeStores(t)
      await outbox.put(sync('a'), 0)
      const [first] = await outbox.take(1, 50, 10)
      assert.equal(first?.attempts, 0)
      assert.deepEqual(await outbox.take(49, 100, 10), [])
      const [second] = await outbox.take(50, 100, 10)
      assert.deepEqual(second, { ...first, attempts: 1 })
    })

    test('gives each entry to one of those who take at once', async t => {
      const { outbox } = makeStores(t)
      for (let n = 0; n < 20; n++) await outbox.put(sync(`app-${n}`), 0)
      const taken = await Promise.all(Array.from({ length: 10 }, () => outbox.take(1, 50, 3)))
      const ids = taken.flat().map(entry => entry.id)
      assert.equal(ids.length, 20)
      assert.equal(new Set(ids).size, 20)
    })

    test('forgets what is done, also twice', async t => {
      const { outbox } = makeStores(t)
      await outbox.put(sync('a'), 0)
      await outbox.put(sync('b'), 0)
      const [first] = await outbox.take(1, 50, 1)
      await outbox.done(first?.id ?? '')
      await outbox.done(first?.id ?? '')
      await outbox.postpone(first?.id ?? '', 0)
      assert.deepEqual(
        (await outbox.take(100, 200, 10)).map(entry => entry.message),
        [sync('b')],
      )
    })

    test('tries a postponed entry again then, be it before or after its lease', async t => {
      const { outbox } = makeStores(t)
      await outbox.put(sync('a'), 0)
      const [first] = await outbox.take(1, 50, 10)
      const id = first?.id ?? ''
      await outbox.postpone(id, 20)
      assert.deepEqual(await outbox.take(19, 50, 10), [])
      assert.equal((await outbox.take(20, 50, 10)).length, 1)
      await outbox.postpone(id, 80)
      assert.deepEqual(await outbox.take(60, 90, 10), [])
      assert.deepEqual(await outbox.take(80, 90, 10), [{ ...first, attempts: 2 }])
    })

    test('gives an id only once', async t => {
      const { outbox } = makeStores(t)
      await outbox.put(sync('a'), 0)
      const [first] = await outbox.take(1, 50, 10)
      await outbox.done(first?.id ?? '')
      await outbox.put(sync('b'), 0)
      const [second] = await outbox.take(1, 50, 10)
      assert.notEqual(second?.id, first?.id)
    })

    test('shares no object with its callers', async t => {
      const { outbox } = makeStores(t)
      const given = { kind: 'sync-app' as const, app: 'a' }
      await outbox.put(given, 0)
      given.app = 'changed'
      for (const { message } of await outbox.take(1, 1, 10)) if (message.kind === 'sync-app') message.app = 'changed'
      assert.deepEqual((await outbox.take(1, 1, 10))[0]?.message, sync('a'))
    })
  })
}
