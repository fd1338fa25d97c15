import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TokenRecord } from '../../src/core/ports/token-store.ts'
import type { MakeStores } from './places.ts'

const token = (name: string, change: Partial<TokenRecord> = {}): TokenRecord => ({
  ...{ name, hash: `hash of ${name}`, maker: 'mia', createdAt: 10, expiresAt: 100, lastUsedAt: null },
  scope: { app: 'shop', environments: ['staging'], actions: ['deploy'] },
  ...change,
})

export function suite(name: string, makeStores: MakeStores): void {
  describe(`TokenStore (${name})`, () => {
    test('finds a token by its hash, and refuses a second one of its name', async t => {
      const { tokens } = makeStores(t)
      await tokens.addToken(token('ci'))
      await tokens.addToken(token('bot', { expiresAt: null }))
      await assert.rejects(tokens.addToken(token('ci', { hash: 'another' })), { code: 'already_exists' })
      assert.deepEqual(await tokens.token('hash of ci'), token('ci'))
      assert.equal(await tokens.token('another'), null)
      assert.deepEqual(await tokens.tokens(), [token('bot', { expiresAt: null }), token('ci')])
    })

    test('remembers the last use, never an earlier one', async t => {
      const { tokens } = makeStores(t)
      await tokens.addToken(token('ci'))
      for (const at of [400, 300]) await tokens.tokenUsed('ci', at)
      await tokens.tokenUsed('unknown', 300)
      assert.deepEqual(await tokens.token('hash of ci'), token('ci', { lastUsedAt: 400 }))
      assert.equal((await tokens.tokens()).length, 1)
    })

    test('one that is removed is gone, and is told of once', async t => {
      const { tokens } = makeStores(t)
      await tokens.addToken(token('ci'))
      const tries = await Promise.all([tokens.removeToken('ci'), tokens.removeToken('ci')])
      assert.deepEqual(
        tries.filter(one => one !== null),
        [token('ci')],
      )
      assert.equal(await tokens.token('hash of ci'), null)
      await tokens.addToken(token('ci', { hash: 'another' }))
    })
  })
}
