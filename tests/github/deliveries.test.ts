import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorOf } from '../../src/api/testing/api.ts'
import { everyEvent } from '../support/github/events.ts'
import { signed } from '../support/github/github.ts'
import { openGitHubScene } from '../support/github/scene.ts'

async function connected(t: Parameters<typeof openGitHubScene>[0]) {
  const scene = await openGitHubScene(t)
  const app = await scene.connect()
  const repository = scene.addRepository()
  scene.github.install()
  await scene.createApp('shop', repository)
  await scene.work()
  const body = JSON.stringify(scene.github.pushOf(repository, 'refs/heads/main'))
  const post = (text: string, headers: Record<string, string>) =>
    scene.ask('/webhooks/github', { method: 'POST', body: text, headers })
  return { ...scene, app, repository, body, post, secret: app.webhookSecret ?? '' }
}

test('a delivery without a right signature is refused, and nothing is recorded of it but a count', async t => {
  const { post, body, secret, ports, client } = await connected(t)
  const right = signed(secret, 'push', body)
  const { 'x-hub-signature-256': _signature, ...unsigned } = right
  const before = await ports.deliveries.facts()
  const wrong: Record<string, [string, Record<string, string>]> = {
    'by another secret': [body, signed('guessed', 'push', body)],
    'of another body': [body.replace('main', 'else'), right],
    missing: [body, unsigned],
    'cut short': [body, { ...right, 'x-hub-signature-256': String(right['x-hub-signature-256']).slice(0, -1) }],
    'by SHA-1': [body, { ...unsigned, 'x-hub-signature': 'sha1=0000' }],
    'of nothing': ['', signed(secret, 'push', '')],
    'of what is no JSON': ['{', signed('guessed', 'push', '{')],
  }
  for (const [name, [text, headers]] of Object.entries(wrong)) {
    const answer = await errorOf(await post(text, headers))
    assert.deepEqual([name, answer.status, answer.code], [name, 401, 'wrong_signature'])
  }
  const after = await ports.deliveries.facts()
  assert.deepEqual(after, { ...before, refused: before.refused + Object.keys(wrong).length })
  assert.deepEqual(await ports.outbox.take(ports.clock.now(), 0, 10), [])
  assert.equal((await client.call('gitHubStatus')).webhook.refused, after.refused)
})

test('before an App is connected every delivery is refused', async t => {
  const { ask } = await openGitHubScene(t)
  const answer = await ask('/webhooks/github', { method: 'POST', body: '{}', headers: signed('', 'ping', '{}') })
  assert.equal((await errorOf(answer)).code, 'wrong_signature')
})

test('a delivery that comes again is taken and changes nothing, also with a signature that was used for another', async t => {
  const { post, body, secret, ports, deployments, work, scratch } = await connected(t)
  const headers = signed(secret, 'push', body, 'delivery-1')
  assert.deepEqual(await (await post(body, headers)).json(), { accepted: true })
  await work()
  const before = await deployments('shop')
  scratch.commit('Not told of yet')
  for (let n = 0; n < 3; n++) {
    const answer = await post(body, headers)
    assert.equal(answer.status, 202)
    assert.deepEqual(await answer.json(), { accepted: false })
  }
  // The signature is over the body alone: under another id it is a delivery of its own, and the head decides.
  assert.deepEqual(await ports.outbox.take(ports.clock.now(), 0, 10), [])
  await work()
  assert.deepEqual(await deployments('shop'), before)
})

test('a delivery over the limit is refused before it is read', async t => {
  const { post, secret, ports } = await connected(t)
  const body = JSON.stringify({ filler: 'x'.repeat(5 * 1024 * 1024) })
  const headers = { ...signed(secret, 'push', body), 'content-length': String(body.length) }
  const answer = await errorOf(await post(body, headers))
  assert.deepEqual([answer.status, answer.code], [413, 'body_too_large'])
  assert.equal((await ports.deliveries.facts()).accepted, 0)
})

test('what is signed but makes no sense is refused as bad input', async t => {
  const { post, secret } = await connected(t)
  for (const body of ['{', 'payload=%7B%7D', '[]', 'null', '7']) {
    const answer = await errorOf(await post(body, signed(secret, 'push', body)))
    assert.deepEqual([body, answer.status, answer.code], [body, 400, 'invalid_input'])
  }
  const { 'x-github-delivery': _id, ...anonymous } = signed(secret, 'push', '{}')
  assert.equal((await errorOf(await post('{}', anonymous))).status, 400)
  for (const body of [
    '{"ref":7,"repository":"no"}',
    '{"ref":"refs/heads/","repository":{"id":1e300}}',
    '{"repository":{}}',
  ]) {
    assert.equal((await post(body, signed(secret, 'push', body))).status, 202)
  }
})

test('every event that GitHub is known to send is taken', async t => {
  const { post, secret, work, errors } = await connected(t)
  const events = everyEvent()
  assert.ok(events.length > 300)
  for (const { name, payload } of events) {
    const body = JSON.stringify(payload)
    const answer = await post(body, signed(secret, name, body))
    assert.equal(answer.status, 202, name)
  }
  await work()
  assert.deepEqual(errors, [])
})
