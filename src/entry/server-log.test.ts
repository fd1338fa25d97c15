import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { text as read } from 'node:stream/consumers'
import { test } from 'node:test'
import { openApi, token } from '../api/testing/api.ts'
import { createServerLog, noteRequest } from './server-log.ts'

function noted(level: string, ports: NonNullable<Parameters<typeof openApi>[0]>['ports'] = () => ({})) {
  const text: string[] = []
  const log = createServerLog(level, { write: line => void text.push(line) })
  const lines = () => text.map(line => JSON.parse(line) as Record<string, unknown> & { time: number })
  return { ...openApi({ onRequest: noteRequest(log), ports }), log, text, lines }
}

test('a request is one line of JSON, with the id that its answer has, and no token', async () => {
  const { call, text, lines } = noted('debug')
  const answer = await call('/api/v1/apps?limit=1')
  const [line, ...others] = lines()
  assert.deepEqual(others, [])
  assert.ok(line && Math.abs(line.time - Date.now()) < 60_000)
  const { time, pid, hostname, ms, id, ...rest } = line
  assert.deepEqual(rest, { level: 20, method: 'GET', path: '/api/v1/apps', status: 200, msg: 'request' })
  assert.deepEqual([typeof pid, typeof hostname, typeof ms], ['number', 'string', 'number'])
  assert.match(String(id), /^[\w-]{36}$/)
  assert.equal(answer.headers.get('x-request-id'), id)
  assert.ok(text[0]?.endsWith('}\n') && !text.join('').includes(token))
})

test('a proxy may give the id, if it is one', async () => {
  const { call, lines } = noted('debug')
  await call('/api/v1/apps', { headers: { 'x-request-id': 'abc-123' } })
  await call('/api/v1/apps', { headers: { 'x-request-id': 'two words' } })
  const [given, own] = lines()
  assert.equal(given?.id, 'abc-123')
  assert.match(String(own?.id), /^[\w-]{36}$/)
})

test('what nobody foresaw is an error with its stack and cause, without what hangs onto it', async () => {
  const secret = { request: { headers: { authorization: 'Bearer hush-hush' } } }
  const failing = Object.assign(new Error('the disk went away', { cause: new Error('EIO') }), secret)
  const { call, text, lines } = noted('info', bare => ({
    apps: { ...bare.apps, apps: () => Promise.reject(failing) },
  }))
  await call('/api/v1/accounts')
  assert.deepEqual(lines(), [], 'requests that went well are not told at info')
  assert.equal((await call('/api/v1/apps')).status, 500)
  const [line] = lines()
  assert.ok(line)
  const { level, msg, status } = line
  const err = line.err as Record<string, unknown>
  assert.deepEqual(
    [level, msg, status, err.type, err.message],
    [50, 'request failed', 500, 'Error', 'the disk went away'],
  )
  assert.match(String(err.stack), /server-log\.test\.ts/)
  assert.partialDeepStrictEqual(err, { cause: { message: 'EIO' } })
  assert.doesNotMatch(text.join(''), /hush-hush|the-right-token/)
})

test('a log whose disk is full keeps no server from going on, or from ending', async () => {
  const writes = `
    import { createServerLog } from ${JSON.stringify(new URL('./server-log.ts', import.meta.url).href)}
    const log = createServerLog('info')
    for (let line = 0; line < 3; line++) {
      log.info('one more')
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    console.log('still here')`
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, ['--input-type=module', '--eval', writes], {
    stdio: ['ignore', 'pipe', full],
    timeout: 30_000,
  })
  closeSync(full)
  const [said] = await Promise.all([child.stdout && read(child.stdout), once(child, 'close')])
  assert.deepEqual([said, child.exitCode], ['still here\n', 0])
})
