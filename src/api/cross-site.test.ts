import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSignInLink } from '../core/session/create-sign-in-link.ts'
import { redeemSignInLink } from '../core/session/redeem-sign-in-link.ts'
import { createAddresses } from './addresses.ts'
import { errorOf, mia, openApi } from './testing/api.ts'

async function signedIn(publicUrl?: string) {
  const place = openApi(publicUrl ? { publicUrl } : {})
  const { code } = await createSignInLink(place.world.bare, mia)
  const { token } = await redeemSignInLink(place.world.bare, code)
  const ask = (method: string, path: string, headers: Record<string, string>) =>
    place.ask(path, { method, headers: { cookie: `theme=dark; trellis_session=${token}`, ...headers } })
  return { ...place, ask, plain: place.ask }
}

const ticket = '/api/v1/live/tickets'
const own = 'http://127.0.0.1:4400'

test('a page of elsewhere changes nothing with the cookie of this browser, whatever it calls its body', async () => {
  const { ask } = await signedIn()
  const refused: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://else.example' },
    { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:3000' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://else.example' },
    { origin: 'http://127.0.0.1:3000' },
    { origin: 'http://127.0.0.1' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://else.example' },
    { 'sec-fetch-site': 'cross-site', origin: own },
  ]
  for (const headers of refused) {
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded']) {
      const { status, code } = await errorOf(await ask('POST', ticket, { ...headers, 'content-type': type }))
      assert.deepEqual([status, code], [403, 'cross_site'], JSON.stringify(headers))
    }
  }
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const path = method === 'DELETE' ? '/api/v1/session' : '/api/v1/apps/shop/environments/staging'
    const answer = await ask(method, method === 'PUT' ? `${path}/variables` : path, { origin: 'https://else.example' })
    assert.equal((await errorOf(answer)).code, 'cross_site', method)
  }
  assert.equal((await ask('GET', '/api/v1/session', {})).status, 200)
})

test('the page itself may, and so may what is no browser', async () => {
  const { ask } = await signedIn()
  const passed: Record<string, string>[] = [
    { 'sec-fetch-site': 'same-origin', origin: own },
    { 'sec-fetch-site': 'same-origin' },
    { origin: own },
    {},
  ]
  for (const headers of passed) assert.equal((await ask('POST', ticket, headers)).status, 200, JSON.stringify(headers))
})

test('reading is free to ask for: pages of elsewhere cannot see the answer', async () => {
  const { ask } = await signedIn()
  const answer = await ask('GET', '/api/v1/apps', { 'sec-fetch-site': 'cross-site', origin: 'https://else.example' })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('access-control-allow-origin'), null)
})

test('a page of elsewhere signs nobody in', async () => {
  const place = await signedIn()
  const { code } = await createSignInLink(place.world.bare, mia)
  const post = (headers: Record<string, string>) =>
    place.plain('/api/v1/session', { method: 'POST', body: JSON.stringify({ code }), headers })
  const refused = await post({ 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' })
  assert.equal((await errorOf(refused)).code, 'cross_site')
  assert.equal((await post({ 'sec-fetch-site': 'same-origin', origin: own })).status, 201)
})

test('behind a proxy the public name is as good as its own, also when the proxy asks under another', async () => {
  const { ask } = await signedIn('https://trellis.example.org')
  const origin = 'https://trellis.example.org'
  for (const host of ['trellis.example.org', '127.0.0.1:4400']) {
    const answer = await ask('POST', ticket, { host, origin, 'sec-fetch-site': 'same-origin' })
    assert.equal(((await answer.json()) as { url: string }).url, 'wss://trellis.example.org/api/v1/live', host)
  }
})

test('the live socket is named as the browser came', () => {
  const live = (publicUrl: string | undefined, host: string, origin?: string) =>
    createAddresses(publicUrl).live(host, origin)
  assert.equal(live(undefined, '10.0.0.7:4400', 'http://10.0.0.7:4400'), 'ws://10.0.0.7:4400/api/v1/live')
  assert.equal(live('https://t.example', '127.0.0.1:4400'), 'ws://127.0.0.1:4400/api/v1/live')
  assert.equal(live('https://t.example', 't.example'), 'wss://t.example/api/v1/live')
  assert.equal(live('http://t.example:81', 't.example:81'), 'ws://t.example:81/api/v1/live')
})
