import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { LiveTicket } from '../../src/contract/live.ts'
import { freePort } from '../../src/emulator/port.ts'
import { logOf, ServerProcess } from '../support/pipeline/server-process.ts'

let folder: string
let home: string
let server: ServerProcess
const restart = async () => ServerProcess.start({ home, port: Number(new URL(server.url).port) })

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-session-'))
  home = join(folder, 'home')
  server = await ServerProcess.start({ home, port: await freePort() })
})
after(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function signIn() {
  const { url } = await server.client.call('createSignInLink')
  const code = new URL(url).hash.slice(1)
  const body = JSON.stringify({ code })
  const answer = await fetch(`${server.url}/api/v1/session`, { method: 'POST', body, headers: { origin: server.url } })
  assert.equal(answer.status, 201)
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(server.url + path, { ...init, headers: { cookie, origin: server.url } })
  return { ask, code, secret: cookie.split('=')[1] ?? '' }
}

/** A live connection that has shown its ticket. */
async function watch(ask: (path: string, init?: RequestInit) => Promise<Response>): Promise<WebSocket> {
  const { url, ticket } = LiveTicket.parse(await (await ask('/api/v1/live/tickets', { method: 'POST' })).json())
  assert.equal(url, `${server.url.replace('http', 'ws')}/api/v1/live`)
  const socket = new WebSocket(url, { origin: server.url })
  await once(socket, 'open')
  socket.send(JSON.stringify({ ticket }))
  await once(socket, 'message')
  return socket
}

test('a session outlives the server, and neither it nor its link can be read from the home or the log', async () => {
  const { ask, code, secret } = await signIn()
  await server.kill()
  server = await restart()
  assert.equal((await ask('/api/v1/session')).status, 200)
  assert.equal((await ask('/api/v1/apps')).status, 200)
  await server.stop()
  const kept = [join(home, 'trellis.db'), logOf(home)]
  for (const file of kept) {
    const text = await readFile(file, 'latin1')
    assert.ok(!text.includes(code) && !text.includes(secret), file)
  }
  server = await restart()
})

test('whoever signs out is cut off from what it watches; other browsers go on', async () => {
  const [one, other] = [await signIn(), await signIn()]
  const [watched, stays] = [await watch(one.ask), await watch(other.ask)]
  const closed = once(watched, 'close')
  assert.equal((await one.ask('/api/v1/session', { method: 'DELETE' })).status, 204)
  const [status] = await closed
  assert.equal(status, 1008)
  assert.equal((await one.ask('/api/v1/live/tickets', { method: 'POST' })).status, 401)
  assert.equal(stays.readyState, WebSocket.OPEN)
  const gone = once(stays, 'close')
  await server.client.call('endSession', { query: { all: true } })
  await gone
  assert.equal((await other.ask('/api/v1/session')).status, 401)
})
