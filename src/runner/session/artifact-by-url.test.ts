import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import type { JobSpec } from '../../contract/job.ts'
import { Session } from './session.ts'
import { openTransport } from './transport.ts'

const content = Buffer.from('what was deployed')
const digest = createHash('sha256').update(content).digest('hex')

/** An API that says where artifacts lie, and the store that the URLs lead to. */
async function scene(t: TestContext, job: Partial<JobSpec>) {
  const store = { objects: new Map<string, Buffer>(), asked: [] as IncomingHttpHeaders[], status: 200 }
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    const path = request.url?.split('?')[0] ?? ''
    if (path.startsWith('/store/')) {
      store.asked.push(request.headers)
      response.statusCode = store.status
      if (request.method === 'PUT') store.objects.set(path, body)
      response.end(request.method === 'GET' ? store.objects.get(path) : '')
      return
    }
    const offered = body.length > 0 ? JSON.parse(body.toString()) : {}
    const place = { url: `${url}/store/${offered.digest}?signed`, headers: { 'x-checksum': offered.digest } }
    const claim = { job: { ...job, deployment: { id: 'd1' }, deadline: new Date(Date.now() + 60_000).toISOString() } }
    response.end(JSON.stringify(path.endsWith('/claim') ? claim : place))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const transport = await openTransport(url)
  t.after(() => {
    transport.close()
    server.closeAllConnections()
    server.close()
  })
  const session = (more: Partial<JobSpec> = {}) => {
    Object.assign(job, more)
    return Session.claim(transport, 'job-token')
  }
  return { store, url, session }
}

test('an artifact goes where the API says, with its headers and without any token of ours', async t => {
  const { store, session } = await scene(t, { artifactUpload: 'url' })
  const kept = await (await session()).uploadArtifact(() => Readable.from([content]), content.length)
  assert.deepEqual(kept, { digest, bytes: content.length })
  assert.deepEqual(store.objects.get(`/store/${digest}`), content)
  const [asked] = store.asked
  assert.equal(asked?.authorization, undefined)
  assert.equal(asked?.['x-checksum'], digest)
  assert.equal(asked?.['content-length'], String(content.length))
})

test('a store that refuses an artifact is told by its answer, and never by the URL', async t => {
  const { store, session } = await scene(t, { artifactUpload: 'url' })
  store.status = 403
  const upload = (await session()).uploadArtifact(() => Readable.from([content]), content.length)
  await assert.rejects(upload, error => {
    assert.match(String(error), /403/)
    assert.doesNotMatch(String(error), /signed/)
    return true
  })
})

test('a kept artifact is fetched by its URL, and refused when it is not what was kept', async t => {
  const { store, url, session } = await scene(t, {})
  const job = await session({ artifact: { digest, bytes: content.length, url: `${url}/store/${digest}?signed` } })
  store.objects.set(`/store/${digest}`, content)
  let fetched: Buffer | undefined
  const save = async (body: Readable) => {
    fetched = await buffer(body)
  }
  await job.downloadArtifact(save)
  assert.deepEqual(fetched, content)
  assert.equal(store.asked[0]?.authorization, undefined)
  store.objects.set(`/store/${digest}`, Buffer.from('something else'))
  await assert.rejects(job.downloadArtifact(save), { name: 'Refused', code: 'artifact_missing' })
})
