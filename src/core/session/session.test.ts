import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWorld } from '../../../tests/support/world/world.ts'
import { admin, recorded } from '../access/asker.ts'
import { hashToken } from '../job/hash-token.ts'
import { createSignInLink } from './create-sign-in-link.ts'
import { endAllBrowsers, endSession } from './end-session.ts'
import { findSession } from './find-session.ts'
import { redeemSignInLink } from './redeem-sign-in-link.ts'

const asker = admin('mia')
const mia = recorded(asker)
const minute = 60_000
const day = 24 * 60 * minute
const invalid = { code: 'sign_in_link_invalid', kind: 'unauthenticated' }

const place = () => {
  const { bare: ports, clock } = createWorld()
  const signIn = async () => redeemSignInLink(ports, (await createSignInLink(ports, asker)).code)
  return { ports, clock, signIn }
}

test('a link signs in once, within ten minutes', async () => {
  const { ports, clock } = place()
  const first = await createSignInLink(ports, asker)
  assert.equal(first.expiresAt, clock.now() + 10 * minute)
  clock.advance(10 * minute - 1)
  const { session } = await redeemSignInLink(ports, first.code)
  assert.deepEqual(session.actor, mia)
  await assert.rejects(redeemSignInLink(ports, first.code), invalid)
  const second = await createSignInLink(ports, asker)
  clock.advance(10 * minute)
  await assert.rejects(redeemSignInLink(ports, second.code), invalid)
  await assert.rejects(redeemSignInLink(ports, 'a guess'), invalid)
})

test('of two who show a link at once, one is signed in', async () => {
  const { ports } = place()
  const { code } = await createSignInLink(ports, asker)
  const tries = await Promise.allSettled([redeemSignInLink(ports, code), redeemSignInLink(ports, code)])
  assert.deepEqual(tries.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('a session lasts for thirty days, however often it is used', async () => {
  const { ports, clock, signIn } = place()
  const { token } = await signIn()
  clock.advance(30 * day - 1)
  assert.deepEqual((await findSession(ports, token))?.actor, mia)
  clock.advance(1)
  assert.equal(await findSession(ports, token), null)
  assert.equal(await findSession(ports, 'a guess'), null)
})

test('the last use is written down once an hour, and a full disk keeps nobody out', async () => {
  const { ports, clock, signIn } = place()
  const { token, session } = await signIn()
  const { used } = ports.sessions
  let written = 0
  ports.sessions.used = (...call) => {
    written += 1
    return used(...call)
  }
  for (let asked = 0; asked < 12; asked++) {
    clock.advance(10 * minute)
    await findSession(ports, token)
  }
  assert.equal(written, 2)
  assert.equal((await findSession(ports, token))?.lastUsedAt, session.createdAt + 120 * minute)
  ports.sessions.used = () => Promise.reject(new Error('full'))
  clock.advance(day)
  assert.ok(await findSession(ports, token))
})

test('signing out ends this session, or every browser of the actor; their command lines stay', async () => {
  const { ports, clock, signIn } = place()
  const commandLine = { tokenHash: hashToken('command line'), actor: mia, kind: 'command-line', label: '' } as const
  await ports.sessions.begin({ ...commandLine, createdAt: 0, expiresAt: clock.now() + day, lastUsedAt: 0 })
  const [a, b, c] = [await signIn(), await signIn(), await signIn()]
  assert.deepEqual(await endSession(ports, a.token), [a.session.tokenHash])
  assert.equal(await findSession(ports, a.token), null)
  assert.ok(await findSession(ports, b.token))
  const ended = await endAllBrowsers(ports, mia)
  assert.deepEqual(ended.sort(), [b.session.tokenHash, c.session.tokenHash].sort())
  for (const { token } of [b, c]) assert.equal(await findSession(ports, token), null)
  assert.ok(await findSession(ports, 'command line', 'command-line'))
})

test('neither code nor token is kept', async () => {
  const { ports } = place()
  const seen: unknown[] = []
  const { addLink, redeem } = ports.sessions
  ports.sessions.addLink = link => {
    seen.push(link)
    return addLink(link)
  }
  ports.sessions.redeem = (...call) => {
    seen.push(call)
    return redeem(...call)
  }
  const { code } = await createSignInLink(ports, asker)
  const { token } = await redeemSignInLink(ports, code)
  const told = JSON.stringify(seen)
  assert.ok(!told.includes(code) && !told.includes(token))
})
