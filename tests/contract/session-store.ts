import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Actor } from '../../src/contract/actor.ts'
import type { SessionStore } from '../../src/core/ports/session-store.ts'
import type { MakeStores } from './places.ts'

const mia: Actor = { kind: 'user', name: 'mia' }
const session = (tokenHash: string, createdAt = 50) =>
  ({ tokenHash, kind: 'browser', label: 'Firefox', createdAt, expiresAt: 1_000 }) as const

/** A session that began with a link of its own. */
async function begun(sessions: SessionStore, tokenHash: string, actor = mia): Promise<void> {
  await sessions.addLink({ codeHash: `link of ${tokenHash}`, actor, expiresAt: 100 })
  assert.ok(await sessions.redeem(`link of ${tokenHash}`, session(tokenHash)))
}

export function suite(name: string, makeStores: MakeStores): void {
  describe(`SessionStore (${name})`, () => {
    test('a link becomes the session of its actor, once, whoever tries at the same moment', async t => {
      const { sessions } = makeStores(t)
      await sessions.addLink({ codeHash: 'code', actor: mia, expiresAt: 100 })
      const tries = ['a', 'b', 'c', 'd'].map(token => sessions.redeem('code', session(token)))
      const given = (await Promise.all(tries)).filter(one => one !== null)
      assert.equal(given.length, 1)
      const [record] = given
      assert.ok(record)
      assert.deepEqual(record, { ...session(record.tokenHash), actor: mia, lastUsedAt: 50 })
      assert.deepEqual(await sessions.session(record.tokenHash, 60), record)
      const found = await Promise.all(['a', 'b', 'c', 'd'].map(token => sessions.session(token, 60)))
      assert.equal(found.filter(one => one !== null).length, 1)
      assert.equal(await sessions.redeem('code', session('late')), null)
    })

    test('a link that is unknown or has expired begins nothing', async t => {
      const { sessions } = makeStores(t)
      await sessions.addLink({ codeHash: 'code', actor: mia, expiresAt: 100 })
      assert.equal(await sessions.redeem('another', session('a', 99)), null)
      assert.equal(await sessions.redeem('code', session('a', 100)), null)
      assert.equal(await sessions.session('a', 100), null)
      assert.ok(await sessions.redeem('code', session('a', 99)))
    })

    test('a session is there until it expires', async t => {
      const { sessions } = makeStores(t)
      await begun(sessions, 'a')
      assert.equal(await sessions.session('b', 999), null)
      assert.equal((await sessions.session('a', 999))?.expiresAt, 1_000)
      assert.equal(await sessions.session('a', 1_000), null)
    })

    test('remembers the last use, never an earlier one', async t => {
      const { sessions } = makeStores(t)
      await begun(sessions, 'a')
      await sessions.used('a', 400)
      await sessions.used('a', 300)
      await sessions.used('unknown', 300)
      assert.equal((await sessions.session('a', 500))?.lastUsedAt, 400)
      assert.equal(await sessions.session('unknown', 500), null)
    })

    test('ends one session, also a missing one, and no other', async t => {
      const { sessions } = makeStores(t)
      for (const token of ['a', 'b']) await begun(sessions, token)
      await sessions.end('a')
      await sessions.end('a')
      assert.equal(await sessions.session('a', 60), null)
      assert.ok(await sessions.session('b', 60))
    })

    test('ends all of an actor and says which, but none of a namesake of another kind', async t => {
      const { sessions } = makeStores(t)
      for (const token of ['a', 'b']) await begun(sessions, token)
      await begun(sessions, 'c', { kind: 'token', name: 'mia' })
      assert.deepEqual((await sessions.endAllOf(mia)).sort(), ['a', 'b'])
      assert.equal(await sessions.session('a', 60), null)
      assert.ok(await sessions.session('c', 60))
      assert.deepEqual(await sessions.endAllOf(mia), [])
    })

    test('all of an actor of one kind can be ended, and those of the other stay', async t => {
      const { sessions } = makeStores(t)
      await begun(sessions, 'a')
      await sessions.begin({ ...session('b', 60), kind: 'command-line', actor: mia, lastUsedAt: 60 })
      assert.deepEqual(await sessions.endAllOf(mia, 'browser'), ['a'])
      assert.equal(await sessions.session('a', 60), null)
      assert.ok(await sessions.session('b', 60))
    })

    test('one that began without a link is as good, and all are listed, the newest first', async t => {
      const { sessions } = makeStores(t)
      await begun(sessions, 'a')
      const own = { ...session('b', 60), kind: 'command-line', actor: mia, lastUsedAt: 60 } as const
      await sessions.begin(own)
      assert.deepEqual(await sessions.session('b', 70), own)
      const listed = async (now: number) =>
        (await sessions.sessions(now)).map(one => [one.tokenHash, one.kind, one.label])
      assert.deepEqual(await listed(999), [
        ['b', 'command-line', 'Firefox'],
        ['a', 'browser', 'Firefox'],
      ])
      assert.deepEqual(await listed(1_000), [])
    })

    test('pruning forgets what has expired, and nothing else', async t => {
      const { sessions } = makeStores(t)
      await sessions.addLink({ codeHash: 'old', actor: mia, expiresAt: 100 })
      await sessions.addLink({ codeHash: 'new', actor: mia, expiresAt: 101 })
      await begun(sessions, 'a')
      await sessions.prune(100)
      assert.equal(await sessions.redeem('old', session('x', 1)), null)
      assert.ok(await sessions.redeem('new', session('b', 1)))
      assert.ok(await sessions.session('a', 100))
      await sessions.prune(1_000)
      assert.equal(await sessions.session('a', 60), null)
    })

    test('shares no object with its callers', async t => {
      const { sessions } = makeStores(t)
      const actor = { ...mia }
      await sessions.addLink({ codeHash: 'code', actor, expiresAt: 100 })
      actor.name = 'eve'
      const given = await sessions.redeem('code', session('a'))
      if (given) given.actor.name = 'eve'
      const read = await sessions.session('a', 60)
      if (read) read.actor.name = 'eve'
      assert.deepEqual((await sessions.session('a', 60))?.actor, mia)
    })
  })
}
