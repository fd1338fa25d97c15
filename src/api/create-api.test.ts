import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { routes } from '../contract/routes.ts'
import { WebhookSecret } from '../contract/webhook.ts'
import { errorOf, openApi } from './testing/api.ts'

const { world, ask, call } = openApi({ publicUrl: 'https://trellis.example.org' })
before(() => world.found())
after(() => world.close())

test('every route but the open ones wants a token', async () => {
  for (const [name, route] of Object.entries(routes)) {
    if (route.auth === 'none' || route.auth === 'signature') continue
    const path = route.path.replaceAll(/\{\w+\}/g, 'something')
    const response = await ask(path, { method: route.method.toUpperCase() })
    assert.equal(response.status, 401, name)
  }
})

test('guessing is slowed down, and a right token passes all the same', async () => {
  const guess = () => call('/api/v1/apps', { headers: { authorization: 'Bearer wrong' } })
  let last = await guess()
  for (let attempt = 0; attempt < 30; attempt++) last = await guess()
  assert.equal((await errorOf(last)).code, 'too_many_attempts')
  assert.equal((await call('/api/v1/apps')).status, 200)
})

test('a page of elsewhere that leads a browser here by a name of its own is refused', async () => {
  const refused = await call('/healthz', { headers: { host: 'evil.example.com' } })
  assert.deepEqual([refused.status, (await errorOf(refused)).code], [403, 'wrong_host'])
  for (const host of ['localhost:4400', '[::1]:4400', 'trellis.example.org', '10.0.0.7']) {
    assert.equal((await call('/healthz', { headers: { host } })).status, 200, host)
  }
})

test('health is open, and what is not in the table is not served', async () => {
  const health = await ask('/healthz')
  assert.deepEqual(await health.json(), { status: 'ok', version: '1.2.3' })
  assert.equal((await errorOf(await call('/api/v1/nothing'))).code, 'route_not_found')
})

test('the description is OpenAPI 3.1 and holds every route', async () => {
  const Description = z.object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
  const description = Description.parse(await (await call('/api/openapi.json')).json())
  assert.equal(description.openapi, '3.1.0')
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method} ${path}`),
  )
  const served = Object.values(routes).map(route => `${route.method} ${route.path}`)
  assert.deepEqual(described.toSorted(), served.toSorted())
})

test('bad input names the field, and a body over 5 MB is refused', async () => {
  const post = (body: string) => call('/api/v1/apps', { method: 'POST', body })
  const slug = await errorOf(await post(JSON.stringify({ name: 'Bad Name', repository: '/tmp/x' })))
  assert.equal(slug.code, 'invalid_input')
  assert.match(slug.message, /: the name must be 2 to 40 characters/)
  assert.equal((await errorOf(await post('{'))).code, 'invalid_input')
  const broken = async (body: string, type = 'application/json; charset=utf-8') => {
    const response = await call('/api/v1/apps', { method: 'POST', body, headers: { 'content-type': type } })
    return (await errorOf(response)).hint ?? ''
  }
  assert.equal(await broken('{bad'), "It breaks in line 1, column 2: expected property name or '}'.")
  assert.equal(await broken('[1,\n"hush", bad]'), "It breaks at an unexpected 'b'.")
  assert.equal(await broken('['), 'It ends too early.')
  assert.match(await broken('a=b', 'application/x-www-form-urlencoded'), /Content-Type: application\/json/)
  const huge = await errorOf(await post(JSON.stringify({ name: 'a'.repeat(6_000_000) })))
  assert.deepEqual([huge.status, huge.code], [413, 'body_too_large'])
})

test('an app that is not there is said to be missing, and production refuses a deploy', async () => {
  assert.equal((await errorOf(await call('/api/v1/apps/nowhere/status'))).code, 'app_not_found')
  const refused = await call('/api/v1/apps/shop/environments/production/deploy', { method: 'POST', body: '{}' })
  assert.deepEqual([refused.status, (await errorOf(refused)).code], [409, 'environment_protected'])
})

test('wrong job tokens and signatures are slowed down as well', async () => {
  const from = { 'x-test-caller': '10.9.8.7', authorization: 'Bearer 01abc.wrong' }
  const body = JSON.stringify({ session: 's'.repeat(40) })
  let last = await call('/api/v1/jobs/claim', { method: 'POST', body, headers: from })
  assert.equal((await errorOf(last)).code, 'not_signed_in')
  for (let attempt = 0; attempt < 12; attempt++) {
    last = await call('/api/v1/jobs/claim', { method: 'POST', body, headers: from })
    await call('/webhooks/git/shop', { method: 'POST', body, headers: from })
  }
  assert.equal(last.status, 429)
  assert.equal(last.headers.get('retry-after'), '60')
})

test('what a PATCH does not know is refused, so that a slip of the pen changes nothing in silence', async () => {
  const patch = { method: 'PATCH', body: JSON.stringify({ proteced: true }) }
  const answer = await errorOf(await call('/api/v1/apps/shop/environments/staging', patch))
  assert.equal(answer.code, 'invalid_input')
  assert.match(answer.message, /proteced/)
})

test('a webhook is taken only when its raw body is signed with the secret that was shown once', async () => {
  const { secret, path } = WebhookSecret.parse(
    await (await call('/api/v1/apps/shop/webhook', { method: 'POST' })).json(),
  )
  const body = '{"ref":"refs/heads/main"}'
  const sign = (key: string) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
  const post = (signature: string, to = path) =>
    ask(to, {
      method: 'POST',
      body,
      headers: { 'x-test-caller': '10.1.1.1', 'x-hub-signature-256': signature },
    })
  assert.equal((await post(sign(secret))).status, 202)
  assert.equal((await errorOf(await post(sign('guessed')))).code, 'wrong_signature')
  assert.equal((await errorOf(await post(sign(secret), '/webhooks/git/nowhere'))).code, 'wrong_signature')
})

test('what was not foreseen says nothing of itself', async () => {
  const { list } = world.bare.deployments
  world.bare.deployments.list = () => Promise.reject(new Error('secret detail'))
  const answer = await errorOf(await call('/api/v1/apps/shop/deployments'))
  world.bare.deployments.list = list
  assert.deepEqual([answer.status, answer.code], [500, 'internal'])
  assert.doesNotMatch(answer.message, /secret detail/)
})
