import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../client/client.ts'
import type { Role } from '../contract/access.ts'
import { hashToken } from '../core/job/hash-token.ts'
import { type Asked, openApi } from './testing/api.ts'
import { finishRunning } from './testing/pipeline.ts'

const params = { app: 'shop', environment: 'staging' }

/** An app, and people who are signed in on their command lines. */
async function open() {
  const place = openApi()
  const { ports, world, client } = place
  world.source.push('main')
  await world.found()
  const as = (token: string) =>
    createClient({ url: '', token, fetch: (url, init) => place.ask(String(url), init as Asked) as Promise<Response> })
  async function person(login: string, role: Role) {
    await client.call('setMember', { params: { login }, body: { role } })
    const now = world.clock.now()
    await ports.sessions.begin({
      ...{ tokenHash: hashToken(login), actor: { kind: 'user', name: login }, kind: 'command-line', label: 'laptop' },
      ...{ createdAt: now, expiresAt: now + 1_000_000, lastUsedAt: now },
    })
    return as(login)
  }
  return { ...place, as, person }
}

test('a person gets a role, sees who else has one, and loses all at once', async () => {
  const { client, person } = await open()
  const leo = await person('leo', 'viewer')
  assert.deepEqual(
    (await leo.call('listMembers')).map(one => [one.login, one.role]),
    [
      ['leo', 'viewer'],
      ['mia', 'admin'],
    ],
  )
  await assert.rejects(leo.call('deploy', { params, body: {} }), { code: 'not_allowed', status: 403 })
  await client.call('setMember', { params: { login: 'LEO' }, body: { role: 'deployer', app: 'shop' } })
  assert.equal((await leo.call('deploy', { params, body: {} })).actor.name, 'leo')
  await client.call('removeMember', { params: { login: 'leo' }, query: { app: 'shop' } })
  await assert.rejects(leo.call('deploy', { params, body: {} }), { code: 'not_allowed' })
  await client.call('removeMember', { params: { login: 'leo' } })
  await assert.rejects(leo.call('listApps'), { code: 'not_signed_in', status: 401 })
  await assert.rejects(client.call('removeMember', { params: { login: 'leo' } }), { code: 'member_not_found' })
})

test('the last admin can be neither demoted nor removed, and names that Trellis keeps cannot be given', async () => {
  const { client } = await open()
  const set = (login: string) => client.call('setMember', { params: { login }, body: { role: 'viewer' } })
  await assert.rejects(set('mia'), { code: 'last_admin', status: 409 })
  await assert.rejects(client.call('removeMember', { params: { login: 'mia' } }), { code: 'last_admin' })
  for (const login of ['owner', 'Trellis', 'a b', '-x']) await assert.rejects(set(login), { code: 'invalid_input' })
})

test('an environment says whom it is for, and everybody sees it with the reason', async () => {
  const { client, person } = await open()
  const [leo, zoe] = [await person('leo', 'deployer'), await person('zoe', 'viewer')]
  const changed = await client.call('setEnvironment', { params, body: { allow: { deploy: ['Zoe'], teardown: [] } } })
  assert.deepEqual(changed.allow, { deploy: ['zoe'], promote: null, rollback: null, teardown: [] })
  await assert.rejects(leo.call('deploy', { params, body: {} }), /in staging that is for zoe and admins alone/)
  assert.equal((await zoe.call('deploy', { params, body: {} })).actor.name, 'zoe')
  const seen = (await leo.call('appStatus', { params: { app: 'shop' } })).environments[1]
  assert.deepEqual(Object.keys(seen?.refused ?? {}).sort(), ['deploy', 'set-variables', 'teardown'])
  const [glance] = (await leo.call('serverStatus')).apps
  assert.deepEqual(glance?.environments[1]?.refused, seen?.refused)
  assert.match(glance?.refused.administer ?? '', /role of an admin, and you are a deployer/)
  assert.deepEqual(seen?.allow, changed.allow)
  const again = await client.call('setEnvironment', { params, body: { allow: { deploy: null } } })
  assert.deepEqual(again.allow, { deploy: null, promote: null, rollback: null, teardown: [] })
})

test('a token is shown once, does what it is for, tells of its last use, and ends when it should', async () => {
  const { client, as, world, ports, person } = await open()
  const body = { name: 'ci', app: 'shop', environments: ['staging'], actions: ['deploy' as const], expiresInDays: 1 }
  const { token, ...made } = await client.call('createToken', { body })
  assert.match(token, /^trellis_[\w-]{43,}$/)
  assert.ok(!JSON.stringify(await ports.tokens.tokens()).includes(token))
  assert.deepEqual(await client.call('listTokens'), [made])
  const ci = as(token)
  assert.deepEqual((await ci.call('deploy', { params, body: {} })).actor, { kind: 'token', name: 'ci' })
  await assert.rejects(ci.call('deploy', { params: { ...params, environment: 'development' }, body: {} }), {
    code: 'not_allowed',
  })
  await assert.rejects(ci.call('showDeployment', { params: { ...params, number: 1 } }), { code: 'not_allowed' })
  await assert.rejects(ci.call('createToken', { body: { name: 'more' } }), { code: 'not_allowed' })
  assert.equal((await client.call('listTokens'))[0]?.lastUsedAt, new Date(world.clock.now()).toISOString())
  await assert.rejects(client.call('createToken', { body }), { code: 'already_exists' })
  await assert.rejects(client.call('createToken', { body: { ...body, name: 'x1', environments: ['nowhere'] } }), {
    code: 'environment_not_found',
  })
  world.clock.advance(24 * 3_600_000)
  await assert.rejects(ci.call('deploy', { params, body: {} }), { code: 'not_signed_in' })
  assert.deepEqual((await client.call('listTokens'))[0]?.expired, true)
  const leo = await person('leo', 'deployer')
  assert.deepEqual(await leo.call('listTokens'), [])
  await assert.rejects(leo.call('revokeToken', { params: { name: 'ci' } }), { code: 'token_not_found' })
  await client.call('revokeToken', { params: { name: 'ci' } })
  assert.deepEqual(await client.call('listTokens'), [])
})

test('a token never does more than whoever made it, and goes with them', async () => {
  const { client, as, person } = await open()
  const leo = await person('leo', 'deployer')
  const { token } = await leo.call('createToken', { body: { name: 'bot', actions: ['deploy', 'administer'] } })
  const bot = as(token)
  await bot.call('deploy', { params, body: {} })
  await assert.rejects(bot.call('deleteApp', { params: { app: 'shop' } }), { code: 'not_allowed' })
  await client.call('setMember', { params: { login: 'leo' }, body: { role: 'viewer' } })
  await assert.rejects(bot.call('deploy', { params, body: {} }), { code: 'not_allowed' })
  await client.call('removeMember', { params: { login: 'leo' } })
  await assert.rejects(bot.call('deploy', { params, body: {} }), { code: 'not_signed_in' })
})

test('sessions are listed and ended one by one; those of others by admins alone', async () => {
  const { client, person } = await open()
  const [leo, zoe] = [await person('leo', 'viewer'), await person('zoe', 'viewer')]
  const [own] = await leo.call('listSessions')
  assert.deepEqual([own?.actor.name, own?.label, own?.kind, own?.current], ['leo', 'laptop', 'command-line', true])
  await assert.rejects(leo.call('listSessions', { query: { all: true } }), { code: 'not_allowed' })
  const revoke = { params: { id: own?.id ?? '' } }
  await assert.rejects(zoe.call('revokeSession', revoke), { code: 'session_not_found' })
  assert.equal((await client.call('listSessions', { query: { all: true } })).length, 2)
  await client.call('revokeSession', revoke)
  await assert.rejects(leo.call('listApps'), { code: 'not_signed_in' })
  await zoe.call('endSession')
  await assert.rejects(zoe.call('listApps'), { code: 'not_signed_in' })
})

test('an app that is made anew under an old name inherits nobody', async () => {
  const place = await open()
  const { client, as } = place
  await client.call('setMember', { params: { login: 'leo' }, body: { role: 'admin', app: 'shop' } })
  const { token } = await client.call('createToken', { body: { name: 'ci', app: 'shop' } })
  assert.equal((await as(token).call('listApps')).length, 1)
  await finishRunning(place, 'development')
  await client.call('deleteApp', { params: { app: 'shop' }, query: { leaveResources: true } })
  assert.deepEqual((await client.call('listMembers'))[0]?.apps, {})
  await assert.rejects(as(token).call('listApps'), { code: 'not_signed_in' })
})
