import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { LoginRequest } from '../../src/core/ports/login-store.ts'
import type { MakeStores } from './places.ts'

const mia = { kind: 'user', name: 'mia' } as const
const request = (deviceHash: string, change: Partial<LoginRequest> = {}): LoginRequest => ({
  ...{ deviceHash, codeHash: `code of ${deviceHash}`, machine: 'laptop', address: '::1', createdAt: 10 },
  ...{ expiresAt: 100, decision: null, askedAt: null },
  ...change,
})

export function suite(name: string, makeStores: MakeStores): void {
  describe(`LoginStore (${name})`, () => {
    test('a request is found by what a person types, until it expires', async t => {
      const { logins } = makeStores(t)
      await logins.addLogin(request('a'))
      assert.deepEqual(await logins.login('code of a', 99), request('a'))
      assert.equal(await logins.login('code of a', 100), null)
      assert.equal(await logins.login('code of b', 50), null)
    })

    test('it is decided once, and used up once, whoever tries at the same moment', async t => {
      const { logins } = makeStores(t)
      await logins.addLogin(request('a'))
      assert.equal(await logins.takeLogin('a'), null)
      const answers = [{ approved: true, actor: mia } as const, { approved: false } as const]
      const decided = await Promise.all(answers.map(answer => logins.decideLogin('code of a', answer, 50)))
      assert.deepEqual([...decided].sort(), [false, true])
      const decision = answers[decided.indexOf(true)] ?? null
      const taken = await Promise.all([logins.takeLogin('a'), logins.takeLogin('a')])
      assert.deepEqual(
        taken.filter(one => one !== null),
        [request('a', { decision })],
      )
      assert.equal(await logins.login('code of a', 50), null)
    })

    test('one that has expired is decided by nobody, and forgotten with the next', async t => {
      const { logins } = makeStores(t)
      await logins.addLogin(request('a'))
      assert.equal(await logins.decideLogin('code of a', { approved: false }, 100), false)
      assert.equal(await logins.askLogin('a', 100), null)
      await logins.addLogin(request('b', { createdAt: 100, expiresAt: 200 }))
      assert.equal(await logins.login('code of a', 50), null)
      assert.ok(await logins.login('code of b', 150))
    })

    test('it says when it was asked the time before', async t => {
      const { logins } = makeStores(t)
      await logins.addLogin(request('a'))
      assert.equal((await logins.askLogin('a', 20))?.askedAt, null)
      assert.equal((await logins.askLogin('a', 30))?.askedAt, 20)
      assert.equal(await logins.askLogin('b', 30), null)
    })
  })
}
