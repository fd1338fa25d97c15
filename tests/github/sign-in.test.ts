import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createLiveUpdates } from '../../src/adapters/local/live-updates.ts'
import { LiveSession } from '../../src/api/live/session.ts'
import { reviewAccess } from '../../src/api/review-access.ts'
import { type Asked, errorOf } from '../../src/api/testing/api.ts'
import type { LiveMessage } from '../../src/contract/live.ts'
import { SessionInfo } from '../../src/contract/session.ts'
import { owner } from '../../src/core/access/asker.ts'
import { createSignInLink } from '../../src/core/session/create-sign-in-link.ts'
import { openGitHubScene } from '../support/github/scene.ts'

const minute = 60_000

/** A server that is connected, and lets the members of acme in. */
async function open(t: TestContext) {
  const scene = await openGitHubScene(t)
  const { ask, client, github } = scene
  await scene.connect()
  github.install()
  await client.call('setAdmission', { body: { who: 'acme', role: 'deployer' } })
  const pathOf = (url: string) => url.replace(/^https?:\/\/[^/]+/, '')
  const cookieOf = (answer: Response, name: string) =>
    answer.headers
      .getSetCookie()
      .find(one => one.startsWith(`${name}=`))
      ?.split(';')[0] ?? ''

  /** A browser goes to GitHub, where somebody is signed in, and is sent back. */
  async function depart(login: string | null, cookie = '') {
    const departed = await ask('/github/sign-in', { headers: { cookie } })
    github.signIn.signedInAs = login
    const sent = await fetch(departed.headers.get('location') ?? '', { redirect: 'manual' })
    return { way: cookieOf(departed, 'trellis_departure'), back: pathOf(sent.headers.get('location') ?? '') }
  }
  async function signIn(login: string | null, cookie = '') {
    const { way, back } = await depart(login, cookie)
    const arrived = await ask(back, { headers: { cookie: way } })
    const session = cookieOf(arrived, 'trellis_session')
    return {
      location: arrived.headers.get('location'),
      session,
      ask: (path: string, { headers, ...init }: Asked = {}) =>
        ask(path, { ...init, headers: { cookie: session, ...headers } }),
    }
  }
  return { ...scene, depart, signIn }
}

test('a member of the organisation signs in by GitHub, with a state and PKCE, and is what newcomers are', async t => {
  const { github, signIn, client } = await open(t)
  github.addUser('noor', ['acme'])
  const browser = await signIn('noor')
  assert.equal(browser.location, '/')
  const info = SessionInfo.parse(await (await browser.ask('/api/v1/session')).json())
  assert.deepEqual([info.actor, info.access.role], [{ kind: 'user', name: 'noor' }, 'deployer'])
  assert.match(info.refused.administer ?? '', /role of an admin, and you are a deployer/)
  const members = await client.call('listMembers')
  assert.deepEqual(
    members.map(one => [one.login, one.role]),
    [
      ['mia', 'admin'],
      ['noor', 'deployer'],
    ],
  )
  // The person's own token opened one door, and is kept nowhere.
  assert.deepEqual(
    [...github.state.userTokens.values()].map(one => one.login),
    ['noor'],
  )
})

test('whoever belongs to nothing that is let in stays out, and so does whoever says no at GitHub', async t => {
  const { github, signIn, client } = await open(t)
  for (const [login, organisations] of [
    ['eve', []],
    ['sam', ['other']],
  ] as const)
    github.addUser(login, [...organisations])
  for (const login of ['eve', 'sam', null]) {
    const { location, session } = await signIn(login)
    assert.deepEqual([location, session], ['/sign-in?refused=sign_in_refused', ''])
  }
  assert.deepEqual(
    (await client.call('listMembers')).map(one => one.login),
    ['mia'],
  )
  await client.call('setAdmission', { body: { who: '@eve' } })
  assert.equal((await signIn('eve')).location, '/')
})

test('members of one team are let in, and those beside it are not', async t => {
  const { github, signIn, client } = await open(t)
  await client.call('setAdmission', { body: { who: 'acme/platform', role: 'admin' } })
  await client.call('removeAdmission', { query: { who: 'acme' } })
  github.addUser('noor', ['acme'], ['acme/platform'])
  github.addUser('leo', ['acme'], ['acme/design'])
  assert.equal((await signIn('noor')).location, '/')
  assert.equal((await signIn('leo')).location, '/sign-in?refused=sign_in_refused')
})

test('an answer that this browser did not ask for is refused: another state, no departure, a code used before', async t => {
  const { github, ask, depart } = await open(t)
  github.addUser('noor', ['acme'])
  const first = await depart('noor')
  const other = await depart('noor')
  const arrive = async (path: string, cookie: string) => {
    const answer = await ask(path, { headers: { cookie } })
    return [
      answer.headers.get('location'),
      answer.headers.getSetCookie().some(one => one.startsWith('trellis_session')),
    ]
  }
  assert.deepEqual(await arrive(first.back, ''), ['/sign-in?refused=sign_in_expired', false])
  assert.deepEqual(await arrive(first.back, other.way), ['/sign-in?refused=sign_in_refused', false])
  assert.deepEqual(await arrive(first.back, `${first.way}x`), ['/sign-in?refused=sign_in_expired', false])
  assert.deepEqual(await arrive(first.back, first.way), ['/', true])
  assert.deepEqual(await arrive(first.back, first.way), ['/sign-in?refused=sign_in_refused', false])
})

test('an account that took over the name of somebody else at GitHub gets none of their rights', async t => {
  const { github, signIn } = await open(t)
  const noor = github.addUser('noor', ['acme'])
  assert.equal((await signIn('noor')).location, '/')
  Object.assign(noor, { id: noor.id + 1_000 })
  assert.equal((await signIn('noor')).location, '/sign-in?refused=sign_in_refused')
})

test("the owner's browser makes the first admin, and nobody else's does", async t => {
  const { github, signIn, ports, ask, client } = await open(t)
  github.addUser('root', [])
  const { code } = await createSignInLink(ports, owner)
  const redeemed = await ask('/api/v1/session', { method: 'POST', body: JSON.stringify({ code }) })
  const cookie = redeemed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const browser = await signIn('root', cookie)
  assert.equal(browser.location, '/')
  const info = SessionInfo.parse(await (await browser.ask('/api/v1/session')).json())
  assert.deepEqual([info.actor.name, info.access.role], ['root', 'admin'])
  assert.deepEqual(
    (await client.call('listAdmissions')).map(one => one.who),
    ['@mia', '@root', 'acme'],
  )
  github.addUser('owner', ['acme'])
  assert.equal((await signIn('owner')).location, '/sign-in?refused=sign_in_refused')
})

test('somebody who left the organisation loses all within five minutes: pages, tokens, the live stream', async t => {
  const { github, signIn, ports, tickets, world, ask } = await open(t)
  const noor = github.addUser('noor', ['acme'])
  github.addUser('leo', ['acme'])
  const [browser, other] = [await signIn('noor'), await signIn('leo')]
  const made = await browser.ask('/api/v1/tokens', { method: 'POST', body: JSON.stringify({ name: 'ci' }) })
  const { token } = (await made.json()) as { token: string }
  const withToken = { headers: { authorization: `Bearer ${token}` } }
  const watch = async (by: typeof browser) => {
    const closed: string[] = []
    const { ticket } = (await (await by.ask('/api/v1/live/tickets', { method: 'POST' })).json()) as { ticket: string }
    const socket = { send: (_: LiveMessage) => {}, close: (why: string) => void closed.push(why), pending: () => 0 }
    const session = new LiveSession(ports, createLiveUpdates(), tickets, socket)
    await session.receive(JSON.stringify({ ticket }))
    return closed
  }
  const [watching, watchingToo] = [await watch(browser), await watch(other)]
  noor.organisations.delete('acme')
  assert.equal((await browser.ask('/api/v1/apps')).status, 200)
  // As the server does every minute.
  for (let passed = 0; passed < 5; passed++) {
    world.clock.advance(minute)
    await reviewAccess(ports, tickets)
  }
  assert.equal((await errorOf(await browser.ask('/api/v1/apps'))).code, 'not_signed_in')
  assert.equal((await errorOf(await ask('/api/v1/apps', withToken))).code, 'not_signed_in')
  assert.ok(watching.length > 0)
  assert.equal((await other.ask('/api/v1/apps')).status, 200)
  assert.deepEqual(watchingToo, [])
  // Back again, with the same role and the same token.
  noor.organisations.set('acme', 'member')
  assert.equal((await signIn('noor')).location, '/')
  assert.equal((await ask('/api/v1/apps', withToken)).status, 200)
})

test('while GitHub does not answer nobody is thrown out for an hour, and then everybody who hangs on its word', async t => {
  const { github, signIn, ports, tickets, world } = await open(t)
  github.addUser('noor', ['acme'])
  const browser = await signIn('noor')
  github.faults.down()
  const pass = async (minutes: number) => {
    world.clock.advance(minutes * minute)
    await reviewAccess(ports, tickets)
    return (await browser.ask('/api/v1/apps')).status
  }
  assert.deepEqual([await pass(5), await pass(50), await pass(10)], [200, 200, 401])
})

test('an organisation that the App is not installed in cannot be let in', async t => {
  const { client } = await open(t)
  await assert.rejects(client.call('setAdmission', { body: { who: 'elsewhere' } }), { code: 'github_not_installed' })
  assert.deepEqual(
    (await client.call('listAdmissions')).map(one => one.who),
    ['@mia', 'acme'],
  )
})
