import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores } from './places.ts'

export function suite(name: string, makeStores: MakeStores): void {
  describe(`Ids (${name})`, () => {
    test('gives unique ids that sort by the time of their creation', t => {
      const { ids } = makeStores(t)
      const given = Array.from({ length: 20_000 }, () => ids.id())
      for (const id of given.slice(0, 50)) assert.match(id, /^[\w-]+$/)
      assert.equal(new Set(given).size, given.length)
      const misplaced = given.findIndex((id, index) => index > 0 && id <= (given[index - 1] ?? ''))
      assert.equal(misplaced, -1, `${given[misplaced]} sorts before ${given[misplaced - 1]}`)
    })

    test('gives unique URL-safe tokens of at least 256 bits', t => {
      const { ids } = makeStores(t)
      const given = Array.from({ length: 1_000 }, () => ids.token())
      for (const token of given) assert.match(token, /^[\w-]{43,100}$/)
      assert.equal(new Set(given).size, given.length)
    })
  })
}
