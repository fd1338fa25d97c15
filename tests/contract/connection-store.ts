import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ConnectionRecord, ConnectionWish } from '../../src/core/ports/connection-store.ts'
import type { MakeStores } from './places.ts'

const record = (change: Partial<ConnectionRecord> = {}): ConnectionRecord => ({
  webUrl: 'https://github.example',
  appId: 7,
  slug: 'trellis',
  name: 'Trellis',
  owner: 'acme',
  url: 'https://github.example/apps/trellis',
  clientId: 'Iv1',
  clientSecret: 'sealed-1',
  privateKey: 'sealed-2',
  webhookSecret: 'sealed-3',
  webhookUrl: 'https://trellis.example/webhooks/github',
  formerSecret: null,
  connectedAt: 1,
  keyChangedAt: 1,
  secretChangedAt: 1,
  ...change,
})

const wish = (stateHash: string, expiresAt = 100): ConnectionWish => ({
  stateHash,
  webUrl: 'https://github.example',
  action: 'https://github.example/settings/apps/new?state=x',
  manifest: '{}',
  webhookUrl: null,
  expiresAt,
})

export function suite(name: string, makeStores: MakeStores): void {
  describe(`ConnectionStore (${name})`, () => {
    test('keeps one connection, the newest, until it is removed', async t => {
      const { connections } = makeStores(t)
      assert.equal(await connections.connection(), null)
      await connections.save(record())
      await connections.save(record({ appId: 8, formerSecret: { sealed: 'sealed-0', until: 9 } }))
      assert.deepEqual(
        await connections.connection(),
        record({ appId: 8, formerSecret: { sealed: 'sealed-0', until: 9 } }),
      )
      await connections.remove()
      await connections.remove()
      assert.equal(await connections.connection(), null)
    })

    test('a wish is taken once, whoever tries at the same moment', async t => {
      const { connections } = makeStores(t)
      await connections.addWish(wish('a'), 1)
      assert.deepEqual(await connections.wish('a', 99), wish('a'))
      const taken = await Promise.all([1, 2, 3].map(() => connections.takeWish('a', 99)))
      assert.deepEqual(
        taken.filter(one => one !== null),
        [wish('a')],
      )
      assert.equal(await connections.wish('a', 99), null)
    })

    test('a wish that is unknown or has expired is none', async t => {
      const { connections } = makeStores(t)
      await connections.addWish(wish('a'), 1)
      assert.equal(await connections.wish('b', 1), null)
      assert.equal(await connections.wish('a', 100), null)
      assert.equal(await connections.takeWish('a', 100), null)
      await connections.addWish(wish('c'), 1)
      await connections.addWish(wish('d', 300), 100)
      assert.equal(await connections.takeWish('c', 1), null)
      assert.deepEqual(await connections.takeWish('d', 100), wish('d', 300))
    })
  })
}
