import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { askHealth, missingPart } from './health.ts'

const place = { name: 'two', region: 'eu-central-1', profile: undefined }

/** An API that answers this, one a question; the last one from then on. */
async function api(t: TestContext, ...answers: number[]) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.statusCode = (answers.length > 1 ? answers.shift() : answers[0]) ?? 500
    response.end('{"message":"Internal Server Error"}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const said: string[] = []
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ask = () => askHealth(url, place, line => said.push(line), { attempts: 3, pauseMs: 1 })
  return { ask, asked, said }
}

test('an API that answers at once, or after a while, is well', async t => {
  const at = await api(t, 200)
  await at.ask()
  assert.deepEqual([at.asked, at.said], [['/healthz'], []])
  const late = await api(t, 500, 503, 200)
  await late.ask()
  assert.deepEqual([late.asked.length, late.said], [3, ['Waiting for the API to answer.']])
})

test('one that does not work though its stack stands is told of, with what it says and how it is mended', async t => {
  const { ask } = await api(t, 500)
  await assert.rejects(ask(), {
    code: 'installation_failed',
    message: /stack two stands, but its API does not work .* 500: .*Internal Server Error/,
    hint: /REVERT_DRIFT.*`trellis uninstall --region eu-central-1 --name two`/,
  })
})

test('a bucket that somebody deleted is named, and is no mistake of Trellis', () => {
  const standing = { outputs: { SiteBucket: 'two-sitebucket' }, stack: { StackId: '' }, version: '', whole: true }
  const gone = Object.assign(new Error('The specified bucket does not exist'), { name: 'NoSuchBucket' })
  const told = missingPart(gone, place, standing as never) as Error & { code: string }
  assert.equal(told.code, 'installation_failed')
  assert.match(told.message, /two-sitebucket .* is gone: somebody deleted it/)
  const other = new Error('no')
  assert.equal(missingPart(other, place, standing as never), other)
})
