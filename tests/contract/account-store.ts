import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AccountRecord } from '../../src/core/ports/account-store.ts'
import type { MakeStores } from './places.ts'

const account = (name: string): AccountRecord => ({
  name,
  region: 'eu-central-1',
  endpointUrl: null,
  credentials: { kind: 'keys', accessKeyId: 'AKIA' },
  secret: `sealed ${name}`,
})

export function suite(name: string, makeStores: MakeStores): void {
  describe(`AccountStore (${name})`, () => {
    test('gives back what was added, by name', async t => {
      const { accounts } = makeStores(t)
      await accounts.addAccount(account('work'))
      await accounts.addAccount(account('home'))
      assert.deepEqual(await accounts.account('work'), account('work'))
      assert.deepEqual(await accounts.accounts(), [account('home'), account('work')])
      assert.equal(await accounts.account('other'), null)
    })

    test('refuses a second account of the same name, also at once, and keeps the first', async t => {
      const { accounts } = makeStores(t)
      const tries = ['first', 'second', 'third'].map(secret => accounts.addAccount({ ...account('work'), secret }))
      const results = await Promise.allSettled(tries)
      assert.equal(results.filter(result => result.status === 'fulfilled').length, 1)
      await assert.rejects(accounts.addAccount({ ...account('work'), secret: 'late' }), { code: 'already_exists' })
      assert.notEqual((await accounts.account('work'))?.secret, 'late')
    })

    test('replaces one that there is, and adds none', async t => {
      const { accounts } = makeStores(t)
      await accounts.addAccount(account('home'))
      await accounts.addAccount(account('work'))
      const changed = { ...account('work'), secret: 'sealed anew' }
      assert.equal(await accounts.replaceAccount(changed), true)
      assert.equal(await accounts.replaceAccount(account('other')), false)
      assert.deepEqual(await accounts.accounts(), [account('home'), changed])
    })

    test('removes, also what is missing', async t => {
      const { accounts } = makeStores(t)
      await accounts.addAccount(account('work'))
      await accounts.removeAccount('work')
      await accounts.removeAccount('work')
      assert.deepEqual(await accounts.accounts(), [])
    })

    test('shares no object with its callers', async t => {
      const { accounts } = makeStores(t)
      const given = account('work')
      await accounts.addAccount(given)
      given.credentials.accessKeyId = 'changed'
      for (const read of await accounts.accounts()) read.credentials.accessKeyId = 'changed'
      assert.deepEqual(await accounts.account('work'), account('work'))
    })
  })
}
