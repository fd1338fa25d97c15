import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores } from './places.ts'

export function suite(name: string, makeStores: MakeStores): void {
  describe(`CacheLocations (${name})`, () => {
    test('never lets a protected environment read what an unprotected one wrote', async t => {
      const { caches } = makeStores(t)
      const open = await caches.locations('shop', false)
      const trusted = await caches.locations('shop', true)
      assert.ok(open.write && trusted.write)
      assert.ok(!trusted.read.some(place => JSON.stringify(place) === JSON.stringify(open.write)))
    })

    test('lets each read what its like wrote, own first, and unprotected ones what protected ones wrote', async t => {
      const { caches } = makeStores(t)
      const open = await caches.locations('shop', false)
      const trusted = await caches.locations('shop', true)
      assert.deepEqual(open.read, [open.write, trusted.write])
      assert.deepEqual(trusted.read, [trusted.write])
    })

    test('gives the same places every time, and other apps none of them', async t => {
      const { caches } = makeStores(t)
      const both = async (app: string) => [await caches.locations(app, false), await caches.locations(app, true)]
      const shop = await both('shop')
      assert.deepEqual(await both('shop'), shop)
      const places = (locations: typeof shop) =>
        locations.flatMap(one => [...one.read, one.write].map(place => JSON.stringify(place)))
      const others = new Set(places(await both('shop2')))
      assert.ok(!places(shop).some(place => others.has(place)))
    })

    test('forgets an app, also one that has no caches', async t => {
      const { caches } = makeStores(t)
      const before = await caches.locations('shop', false)
      await caches.remove('shop')
      await caches.remove('shop')
      assert.deepEqual(await caches.locations('shop', false), before)
    })
  })
}
