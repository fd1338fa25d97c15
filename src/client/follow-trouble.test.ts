import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { Deployment } from '../contract/deployment.ts'
import { type Client, createClient } from './client.ts'
import { type FakeServer, type LiveEnd, refusal, startFakeServer } from './testing/fake-server.ts'
import { aDeployment, lines } from './testing/samples.ts'

const topic = 'deployment:d1'
const total = 50
const over = aDeployment({ state: 'succeeded', lastSeq: total })
let fake: FakeServer
let client: Client
let stored = lines(1, total)
let current: Deployment

beforeEach(async () => {
  stored = lines(1, total)
  current = aDeployment()
  fake = await startFakeServer({
    showDeployment: () => current,
    readLog: ({ query }) => {
      const page = stored.filter(line => line.seq >= Number(query.from)).slice(0, 7)
      return { lines: page, next: (page.at(-1)?.seq ?? Number(query.from) - 1) + 1 }
    },
  })
  client = createClient({ url: fake.url })
})
afterEach(() => fake[Symbol.asyncDispose]())

async function seen(options: Parameters<Client['follow']>[1] = {}): Promise<number[]> {
  const got: number[] = []
  const final = await client.follow(current, { ...options, onLines: some => got.push(...some.map(line => line.seq)) })
  assert.equal(final.state, 'succeeded')
  return got
}

const send = (socket: LiveEnd, from: number, to: number) =>
  socket.send({ type: 'lines', topic, lines: lines(from, to) })
const end = (socket: LiveEnd) => {
  current = over
  socket.send({ type: 'deployment', topic, deployment: over })
}
const all = lines(1, total).map(line => line.seq)

test('where no socket comes through, it asks again and again', async () => {
  let asked = 0
  stored = []
  fake.handlers.showDeployment = () => {
    asked++
    stored = lines(1, Math.min(total, asked * 20))
    return asked < 3 ? aDeployment({ lastSeq: stored.length }) : over
  }
  assert.deepEqual(await seen(), all)
})

test('a connection that says nothing is not trusted for ever', async () => {
  let connections = 0
  fake.onSubscribe = (socket, from) => {
    connections++
    if (connections === 1) {
      send(socket, 1, 5)
      // Dead, and nobody noticed; meanwhile the deployment goes on.
      stored = lines(1, 30)
      current = aDeployment({ lastSeq: 30 })
      return
    }
    assert.equal(from, 31)
    stored = lines(1, total)
    send(socket, 31, total)
    end(socket)
  }
  assert.deepEqual(await seen({ idleMs: 50 }), all)
})

test('messages of a newer server and of other topics are passed over', async () => {
  fake.onSubscribe = socket => {
    socket.send({ type: 'weather', topic })
    socket.send({ type: 'lines', topic: 'deployment:other', lines: lines(1, 3) })
    send(socket, 1, total)
    end(socket)
  }
  assert.deepEqual(await seen(), all)
})

test('a server that is away for a moment is waited for, and whoever watches is told', async () => {
  const told: boolean[] = []
  let failing = 3
  fake.handlers.liveTicket = () => {
    if (failing-- > 0) throw refusal(503, 'internal', 'Not now.')
    return { url: `${fake.url.replace('http', 'ws')}/live`, ticket: 'good' }
  }
  fake.onSubscribe = socket => {
    send(socket, 1, total)
    end(socket)
  }
  assert.deepEqual(await seen({ onConnection: connected => told.push(connected) }), all)
  assert.deepEqual(told, [false, true])
})

test('it does not wait for ever, and not at all after a refusal', async () => {
  fake.handlers.liveTicket = () => {
    throw refusal(503, 'internal', 'Not now.')
  }
  await assert.rejects(client.follow(current, { patienceMs: 100 }), { status: 503 })
  fake.handlers.liveTicket = () => {
    throw refusal(401, 'not_signed_in', 'Who are you?')
  }
  await assert.rejects(client.follow(current), { status: 401 })
})

test('it stops at once when whoever watches has had enough', async () => {
  const enough = new AbortController()
  const reason = new Error('enough')
  fake.onSubscribe = socket => {
    send(socket, 1, 3)
    setTimeout(() => enough.abort(reason), 10)
  }
  const got: number[] = []
  const error = await client
    .follow(current, { signal: enough.signal, onLines: some => got.push(some.length) })
    .catch((it: unknown) => it)
  assert.equal(error, reason)
  assert.deepEqual(got, [3])
})
