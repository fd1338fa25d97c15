import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { Scene } from '../support/pipeline/scene.ts'

let scene: Scene
let token: string

before(async () => {
  scene = await Scene.start()
  token = readFileSync(join(scene.home, 'token'), 'utf8').trim()
})
after(() => scene?.close())

interface Ask {
  method?: string
  token?: string
  headers?: Record<string, string>
  body?: string
}

/** By node:http, since fetch sets the Host header by itself. */
function ask(path: string, { method = 'GET', token: bearer = token, headers = {}, body }: Ask = {}) {
  return new Promise<{ status: number; code: string; message: string }>((resolve, reject) => {
    const authorization: Record<string, string> = bearer ? { authorization: `Bearer ${bearer}` } : {}
    const asked = request(
      scene.server.url + path,
      { method, headers: { ...authorization, ...headers } },
      async answer => {
        const { error } = (await json(answer)) as { error?: { code: string; message: string } }
        resolve({ status: answer.statusCode ?? 0, code: error?.code ?? '', message: error?.message ?? '' })
      },
    )
    // A server that has refused need not read all of a large body.
    asked.on('error', reject)
    asked.end(body)
  })
}

const post = (path: string, body: string, more: Ask = {}) =>
  ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json' }, ...more })

test('a body over 5 MB is refused, also where nobody has signed in yet', async () => {
  const large = JSON.stringify({ name: 'x'.repeat(5 * 1024 * 1024) })
  for (const path of ['/api/v1/apps', '/webhooks/git/shop']) {
    const { status, code, message } = await post(path, large)
    assert.deepEqual([status, code], [413, 'body_too_large'], path)
    assert.match(message, /5 MB/)
  }
})

test('a body that is no JSON, or lacks something, is told by what is wrong', async () => {
  assert.deepEqual(await post('/api/v1/apps', '{').then(({ status, code }) => [status, code]), [400, 'invalid_input'])
  const { status, code, message } = await post('/api/v1/apps', '{"name":"Shop"}')
  assert.deepEqual([status, code], [400, 'invalid_input'])
  assert.match(message, /the name .*small letters.*the repository is missing/)
})

test('what is no commit and a bad slug are refused by the API itself', async () => {
  const tag = await post('/api/v1/apps/shop/environments/development/deploy', '{"commit":"v1.0"}')
  assert.deepEqual([tag.status, tag.code], [400, 'invalid_input'])
  assert.match(tag.message, /the commit .*hexadecimal/)
  const slug = await ask('/api/v1/apps/No_Slug/status')
  assert.deepEqual([slug.status, slug.code], [400, 'invalid_input'])
})

test('a webhook with a wrong signature, or none, or of an app that is not there, is answered alike', async () => {
  for (const headers of [
    {},
    { 'x-hub-signature-256': 'sha256=00' },
    { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
  ]) {
    const { status, code } = await post('/webhooks/git/shop', '{}', { headers, token: '' })
    assert.deepEqual([status, code], [401, 'wrong_signature'])
  }
})

test('another host name is refused, whatever the token', async () => {
  const { status, code } = await ask('/api/v1/apps', { headers: { host: 'evil.example.com' } })
  assert.deepEqual([status, code], [403, 'wrong_host'])
})

test('what is not there is said so; only the health is open', async () => {
  assert.equal((await ask('/api/v1/nothing')).code, 'route_not_found')
  assert.equal((await ask('/healthz', { token: '' })).status, 200)
  for (const path of ['/api/v1/apps', '/api/v1/server', '/api/v1/accounts']) {
    assert.deepEqual(await ask(path, { token: '' }).then(({ status, code }) => [status, code]), [401, 'not_signed_in'])
  }
})

test('guessing is slowed down, and never locks out whoever knows', async () => {
  const guesses = await Promise.all(Array.from({ length: 30 }, () => ask('/api/v1/apps', { token: 'a-guess' })))
  assert.deepEqual([...new Set(guesses.map(guess => guess.code))].sort(), ['not_signed_in', 'too_many_attempts'])
  assert.equal((await ask('/api/v1/apps')).status, 200)
})
