import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores } from './places.ts'

export function suite(name: string, makeStores: MakeStores): void {
  describe(`Clock (${name})`, () => {
    test('tells whole milliseconds since 1970, never going back', t => {
      const { clock } = makeStores(t)
      let before = clock.now()
      assert.ok(before > Date.UTC(2024) && Number.isInteger(before))
      for (let n = 0; n < 1_000; n++) {
        const now = clock.now()
        assert.ok(now >= before)
        before = now
      }
    })
  })
}
