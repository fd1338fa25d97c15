import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { DetectedApp } from '../contract/detect.ts'
import { routes } from '../contract/routes.ts'
import { ApiError } from './api-error.ts'
import { createClient } from './client.ts'
import { refusal, startFakeServer } from './testing/fake-server.ts'
import { aDeployment } from './testing/samples.ts'

const fake = await startFakeServer()
after(() => fake[Symbol.asyncDispose]())
const client = createClient({ url: `${fake.url}/`, token: 'secret' })
const params = { app: 'hello', environment: 'staging' }

test('a call fills the path, sends the body and the token, and answers what the schema says', async () => {
  fake.handlers.promote = ({ params, body, token }) => {
    assert.deepEqual(
      { params, body, token },
      { params: { app: 'hello', environment: 'staging' }, body: { to: 'live' }, token: 'secret' },
    )
    return aDeployment({ number: 7 })
  }
  const deployment = await client.call('promote', { params, body: { to: 'live' } })
  assert.equal(deployment.number, 7)
})

test('what is not given is left out of the query', async () => {
  fake.handlers.listDeployments = ({ query }) => {
    assert.deepEqual(query, { limit: 5 })
    return []
  }
  assert.deepEqual(
    await client.call('listDeployments', { params: { app: 'hello' }, query: { environment: undefined, limit: 5 } }),
    [],
  )
})

test('an empty answer is nothing', async () => {
  fake.handlers.removeAccount = () => undefined
  assert.equal(await client.call('removeAccount', { params: { account: 'acme' } }), undefined)
})

test('bytes go and come as they are', async () => {
  fake.handlers.putArtifact = ({ body }) => ({ digest: String(body), bytes: 3 })
  fake.handlers.getArtifact = () => new Blob(['kept']).stream()
  const put = await client.call('putArtifact', { params: { deployment: 'd1' }, body: new Blob(['abc']).stream() })
  assert.equal(put.digest, 'abc')
  const got = await client.call('getArtifact', { params: { deployment: 'd1' } })
  assert.ok(got instanceof ReadableStream)
})

test('a refusal keeps its code, message, hint and status', async () => {
  fake.handlers.deploy = () => {
    throw refusal(409, 'environment_protected', 'production is protected.', 'Promote to it.')
  }
  await assert.rejects(client.call('deploy', { params, body: {} }), {
    name: 'ApiError',
    status: 409,
    code: 'environment_protected',
    message: 'production is protected.',
    hint: 'Promote to it.',
  })
})

test('a name that would lead to another route is never sent', async () => {
  const before = fake.calls.length
  for (const app of ['..', '.', '', 'a/b', 'Shop']) {
    await assert.rejects(client.call('showApp', { params: { app } }), { code: 'invalid_input', status: 400 })
  }
  await assert.rejects(client.call('unsetVariable', { params: { ...params, key: '..' } }), { code: 'invalid_input' })
  assert.equal(fake.calls.length, before)
})

test('no server is told apart from another program and from another version', async () => {
  const gone = createClient({ url: 'http://127.0.0.1:1' })
  await assert.rejects(gone.call('health'), { code: 'server_unreachable', status: 0 })

  const other = createServer((request, response) => {
    if (request.url === '/healthz') response.end('<h1>It works</h1>')
    else response.writeHead(request.url === '/api/v1/apps' ? 200 : 502).end('{"apps":1}')
  })
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const stranger = createClient({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` })
  await assert.rejects(stranger.call('health'), { code: 'unexpected_answer', status: 200 })
  await assert.rejects(stranger.call('listApps'), { code: 'unexpected_answer', status: 200 })
  await assert.rejects(stranger.call('listAccounts'), { code: 'unexpected_answer', status: 502 })
  other.close()
})

test('an aborted call fails with the reason of its signal', async () => {
  const reason = new Error('enough')
  const error = await client.call('health', { signal: AbortSignal.abort(reason) }).catch((it: unknown) => it)
  assert.equal(error, reason)
  assert.ok(!(error instanceof ApiError))
})

test('answers of a server that is older than what they may say are understood', () => {
  const { ready } = routes.bootstrapAccount.response.parse({ lines: ['done'] })
  const { suggestion } = DetectedApp.partial().extend({ suggestion: DetectedApp.shape.suggestion }).parse({})
  assert.deepEqual({ ready, suggestion }, { ready: true, suggestion: null })
})
