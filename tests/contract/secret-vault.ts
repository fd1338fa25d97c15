import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores } from './places.ts'

export function suite(name: string, makeStores: MakeStores): void {
  describe(`SecretVault (${name})`, () => {
    test('opens what it sealed, whatever the text', async t => {
      const { vault } = makeStores(t)
      for (const plain of ['s3cret', '', 'line\nline\0', '\u{1f511} ключ', 'x'.repeat(100_000)]) {
        assert.equal(await vault.open(await vault.seal(plain, 'variable:shop/dev/KEY'), 'variable:shop/dev/KEY'), plain)
      }
    })

    test('never gives the same ciphertext twice, nor the text in it', async t => {
      const { vault } = makeStores(t)
      const sealed = await Promise.all(Array.from({ length: 50 }, () => vault.seal('correct horse', 'c')))
      assert.equal(new Set(sealed).size, 50)
      for (const one of sealed) assert.ok(!one.includes('correct horse'))
    })

    test('does not open a ciphertext that was copied elsewhere', async t => {
      const { vault } = makeStores(t)
      const sealed = await vault.seal('s3cret', 'variable:shop/dev/KEY')
      for (const context of ['variable:shop/production/KEY', 'variable:shop/dev/KEY2', '']) {
        await assert.rejects(vault.open(sealed, context), { code: 'key_unusable' })
      }
    })

    test('does not open what was sealed with another key', async t => {
      const sealed = await makeStores(t).vault.seal('s3cret', 'c')
      await assert.rejects(makeStores(t).vault.open(sealed, 'c'), { code: 'key_unusable' })
    })

    test('does not open what was changed, wherever', async t => {
      const { vault } = makeStores(t)
      const sealed = await vault.seal('s3cret', 'c')
      for (let at = 0; at < sealed.length; at++) {
        const other = sealed[at] === 'A' ? 'g' : 'A'
        const changed = sealed.slice(0, at) + other + sealed.slice(at + 1)
        await assert.rejects(vault.open(changed, 'c'), { code: 'key_unusable' })
      }
      for (const changed of ['', 'v1.', sealed.slice(0, -8), `${sealed}AAAA`, `${sealed}\n`, 's3cret']) {
        await assert.rejects(vault.open(changed, 'c'), { code: 'key_unusable' })
      }
    })
  })
}
