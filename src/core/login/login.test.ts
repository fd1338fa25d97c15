import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWorld } from '../../../tests/support/world/world.ts'
import { admin } from '../access/asker.ts'
import { findSession } from '../session/find-session.ts'
import { decideLogin, loginLifetime, pollLogin, requestLogin, showLogin } from './login.ts'

const mia = admin('mia')
const second = 1_000

async function place() {
  const { bare: ports, clock } = createWorld()
  await ports.users.addUser({
    ...{ login: 'mia', githubId: 1, name: null, role: 'viewer', apps: {}, admitted: true },
    ...{ confirmedAt: null, createdAt: 0, lastSeenAt: null },
  })
  const request = await requestLogin(ports, { machine: 'laptop', address: '10.0.0.7' })
  const poll = () => {
    clock.advance(2 * second)
    return pollLogin(ports, request.deviceCode)
  }
  return { ports, clock, request, poll, code: request.userCode.replace('-', '') }
}

test('a command line is let in by somebody who types its code, as that person', async () => {
  const { ports, request, poll, code } = await place()
  assert.match(request.userCode, /^[B-Z]{4}-[B-Z]{4}$/)
  await assert.rejects(poll(), { code: 'authorization_pending' })
  const shown = await showLogin(ports, mia, code)
  assert.deepEqual([shown.machine, shown.address], ['laptop', '10.0.0.7'])
  await decideLogin(ports, mia, code, true)
  const { token, actor } = await poll()
  assert.deepEqual(actor, { kind: 'user', name: 'mia' })
  const session = await findSession(ports, token, 'command-line')
  assert.deepEqual([session?.actor, session?.label], [actor, 'laptop'])
  assert.equal(await findSession(ports, token, 'browser'), null)
  await assert.rejects(poll(), { code: 'expired_token' })
})

test('one that is turned away, too old, too hasty or a guess gets nothing', async () => {
  const { ports, clock, request, poll, code } = await place()
  await assert.rejects(poll(), { code: 'authorization_pending' })
  await assert.rejects(pollLogin(ports, request.deviceCode), { code: 'slow_down' })
  await assert.rejects(decideLogin(ports, mia, 'BBBBBBBB', true), { code: 'login_not_found' })
  await assert.rejects(pollLogin(ports, 'a guess'), { code: 'expired_token' })
  await decideLogin(ports, mia, code, false)
  await assert.rejects(showLogin(ports, mia, code), { code: 'login_not_found' })
  await assert.rejects(decideLogin(ports, mia, code, true), { code: 'login_not_found' })
  await assert.rejects(poll(), { code: 'access_denied' })
  const late = await requestLogin(ports, { machine: '', address: '' })
  clock.advance(loginLifetime)
  await assert.rejects(decideLogin(ports, mia, late.userCode.replace('-', ''), true), { code: 'login_not_found' })
  await assert.rejects(pollLogin(ports, late.deviceCode), { code: 'expired_token' })
})

test('neither a token nor somebody who was shut out meanwhile lets a command line in', async () => {
  const { ports, poll, code } = await place()
  const token = { ...mia, kind: 'token' } as const
  await assert.rejects(decideLogin(ports, token, code, true), { code: 'not_allowed' })
  await decideLogin(ports, mia, code, true)
  await ports.users.updateUser('mia', { admitted: false })
  await assert.rejects(poll(), { code: 'access_denied' })
})

test('no code is kept', async () => {
  const { ports, request, code } = await place()
  const seen: unknown[] = []
  const { addLogin } = ports.logins
  ports.logins.addLogin = one => {
    seen.push(one)
    return addLogin(one)
  }
  const other = await requestLogin(ports, { machine: '', address: '' })
  const told = JSON.stringify(seen)
  for (const secret of [request.deviceCode, code, other.deviceCode, other.userCode, other.userCode.replace('-', '')]) {
    assert.ok(!told.includes(secret))
  }
})
