import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SessionInfo, SignInLink } from '../contract/session.ts'
import { type Asked, errorOf, mia, miaShown, openApi, token } from './testing/api.ts'

type Place = ReturnType<typeof openApi>

const createLink = async ({ call }: Place) =>
  SignInLink.parse(await (await call('/api/v1/session/links', { method: 'POST' })).json())
const codeOf = ({ url }: SignInLink) => new URL(url).hash.slice(1)

const redeem = ({ ask }: Place, code: string, headers: Record<string, string> = {}) =>
  ask('/api/v1/session', { method: 'POST', body: JSON.stringify({ code }), headers })

/** A browser that is signed in: what it asks goes with its cookie. */
async function browser(place: Place) {
  const answer = await redeem(place, codeOf(await createLink(place)))
  assert.equal(answer.status, 201)
  assert.deepEqual(await answer.json(), { actor: miaShown })
  const [set = ''] = answer.headers.getSetCookie()
  const cookie = set.split(';')[0] ?? ''
  const ask = (path: string, { headers, ...init }: Asked = {}) =>
    place.ask(path, { ...init, headers: { cookie, ...headers } })
  return { set, cookie, ask }
}

test('a link signs one browser in, once, and its code stands where nothing sends it on', async () => {
  const place = openApi()
  const link = await createLink(place)
  assert.match(link.url, /^http:\/\/127\.0\.0\.1:4400\/sign-in#[\w-]{43,}$/)
  assert.equal(Date.parse(link.expiresAt), place.world.clock.now() + 600_000)
  assert.equal((await redeem(place, codeOf(link))).status, 201)
  const again = await redeem(place, codeOf(link))
  assert.deepEqual(again.headers.getSetCookie(), [])
  const { status, code, hint } = await errorOf(again)
  assert.deepEqual(
    [status, code, hint],
    [
      401,
      'sign_in_link_invalid',
      'Run `trellis dashboard` for a new one, on the server or where a command line is signed in to it.',
    ],
  )
})

test('a link that waited for ten minutes opens nothing', async () => {
  const place = openApi()
  const link = await createLink(place)
  place.world.clock.advance(600_000)
  assert.equal((await errorOf(await redeem(place, codeOf(link)))).code, 'sign_in_link_invalid')
})

test('guessing codes is slowed down, and a right one passes all the same', async () => {
  const place = openApi()
  const link = await createLink(place)
  const seen = new Set<string>()
  for (let attempt = 0; attempt < 30; attempt++) seen.add((await errorOf(await redeem(place, `guess-${attempt}`))).code)
  assert.deepEqual([...seen], ['sign_in_link_invalid', 'too_many_attempts'])
  assert.equal((await redeem(place, codeOf(link))).status, 201)
})

test('the cookie is out of reach for scripts and other sites, and goes over https alone where that is the way', async () => {
  const words = async (place: Place) => (await browser(place)).set.split('; ').slice(1).sort()
  const plain = ['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Strict']
  assert.deepEqual(await words(openApi()), plain)
  assert.deepEqual(await words(openApi({ publicUrl: 'https://trellis.example.org' })), [...plain, 'Secure'])
})

test('a browser that is signed in may what its maker may, and so may a token', async () => {
  const place = openApi()
  const { ask } = await browser(place)
  const shown = SessionInfo.parse(await (await ask('/api/v1/session')).json())
  const lasts = Date.parse(shown.expiresAt ?? '') - place.world.clock.now()
  assert.deepEqual([shown.actor, lasts], [miaShown, 30 * 24 * 3_600_000])
  const ofToken = { actor: miaShown, expiresAt: null, access: { role: 'admin', apps: {}, scope: null }, refused: {} }
  assert.deepEqual(await (await place.call('/api/v1/session')).json(), ofToken)
  assert.equal((await ask('/api/v1/apps')).status, 200)
  assert.equal((await ask('/api/openapi.json')).status, 200)
  const another = await ask('/api/v1/session/links', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } })
  assert.equal(another.status, 201)
  const runner = await ask('/api/v1/jobs/claim', { method: 'POST', body: JSON.stringify({ session: 's'.repeat(40) }) })
  assert.equal((await errorOf(runner)).code, 'not_signed_in')
})

test('a browser can ask whether it is signed in without being refused', async () => {
  const place = openApi()
  const { ask } = await browser(place)
  const state = async (answer: Response | Promise<Response>) => [(await answer).status, await (await answer).json()]
  assert.deepEqual(await state(ask('/api/v1/session/state')), [200, { signedIn: true }])
  assert.deepEqual(await state(place.ask('/api/v1/session/state')), [200, { signedIn: false }])
  const forged = place.ask('/api/v1/session/state', { headers: { cookie: 'trellis_session=guess' } })
  assert.deepEqual(await state(forged), [200, { signedIn: false }])
  await ask('/api/v1/session', { method: 'DELETE' })
  assert.deepEqual(await state(ask('/api/v1/session/state')), [200, { signedIn: false }])
})

test('a token that is wrong is not helped by a cookie, and a password for a proxy does no harm', async () => {
  const { ask } = await browser(openApi())
  assert.equal((await ask('/api/v1/apps', { headers: { authorization: 'Bearer wrong' } })).status, 401)
  assert.equal((await ask('/api/v1/apps', { headers: { authorization: 'Basic bWlhOnBhc3M=' } })).status, 200)
})

test('a session that is over says so, however often it is asked', async () => {
  const place = openApi()
  const { ask } = await browser(place)
  place.world.clock.advance(30 * 24 * 3_600_000)
  for (let attempt = 0; attempt < 30; attempt++) {
    assert.deepEqual((await errorOf(await ask('/api/v1/apps'))).code, 'not_signed_in')
  }
})

test('signing out ends the session and takes the cookie away; other browsers stay', async () => {
  const place = openApi()
  const [one, other] = [await browser(place), await browser(place)]
  const out = await one.ask('/api/v1/session', { method: 'DELETE' })
  assert.equal(out.status, 204)
  assert.deepEqual(out.headers.getSetCookie(), ['trellis_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict'])
  assert.equal((await errorOf(await one.ask('/api/v1/apps'))).code, 'not_signed_in')
  assert.equal((await other.ask('/api/v1/apps')).status, 200)
  assert.equal((await place.call('/api/v1/session', { method: 'DELETE' })).status, 204)
  assert.equal((await other.ask('/api/v1/apps')).status, 200)
  assert.equal((await place.call('/api/v1/session?all=true', { method: 'DELETE' })).status, 204)
  assert.equal((await other.ask('/api/v1/apps')).status, 401)
})

test('signing in anew ends what this browser had before', async () => {
  const place = openApi()
  const { ask, cookie } = await browser(place)
  assert.equal((await redeem(place, codeOf(await createLink(place)), { cookie })).status, 201)
  assert.equal((await ask('/api/v1/apps')).status, 401)
})

test('whoever signs out watches nothing any more', async () => {
  const place = openApi()
  const { ask } = await browser(place)
  const ticketOf = async (answer: Response) => ((await answer.json()) as { ticket: string }).ticket
  const watched = await ticketOf(await ask('/api/v1/live/tickets', { method: 'POST' }))
  const unused = await ticketOf(await ask('/api/v1/live/tickets', { method: 'POST' }))
  const ofToken = await ticketOf(await place.call('/api/v1/live/tickets', { method: 'POST' }))
  const ended: string[] = []
  place.tickets.onEnd(session => ended.push(session))
  const watcher = place.tickets.redeem(watched)
  await ask('/api/v1/session', { method: 'DELETE' })
  assert.deepEqual(ended, [watcher?.session])
  assert.equal(place.tickets.redeem(unused), null)
  assert.deepEqual(place.tickets.redeem(ofToken)?.actor, mia)
})

test('the token still opens every door', async () => {
  const { ask } = openApi()
  const headers = { authorization: `Bearer ${token}`, 'sec-fetch-site': 'cross-site', origin: 'https://else.example' }
  assert.equal((await ask('/api/v1/live/tickets', { method: 'POST', headers })).status, 200)
})
