import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { Deployment } from '../contract/deployment.ts'
import { type Client, createClient } from './client.ts'
import { type FakeServer, type LiveEnd, startFakeServer } from './testing/fake-server.ts'
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

test('a calm connection brings every line once, then the end', async () => {
  fake.onSubscribe = (socket, from) => {
    assert.equal(from, 1)
    send(socket, 1, 20)
    socket.send({ type: 'deployment', topic, deployment: current })
    send(socket, 21, total)
    end(socket)
  }
  assert.deepEqual(await seen(), all)
  assert.equal(fake.calls.includes('readLog'), false)
})

test('it begins where it is told to', async () => {
  fake.onSubscribe = (socket, from) => {
    assert.equal(from, 41)
    send(socket, 41, total)
    end(socket)
  }
  assert.deepEqual(await seen({ from: 41 }), all.slice(40))
})

test('connections that break are resumed after the last line, and what comes twice is told once', async () => {
  stored = lines(1, 10)
  let connections = 0
  fake.onSubscribe = (socket, from) => {
    connections++
    // A server may replay more than was asked for.
    const last = Math.min(total, from + 8)
    send(socket, Math.max(1, from - 3), last)
    stored = lines(1, last)
    if (last < total) setTimeout(() => socket.drop(), 5)
    else end(socket)
  }
  assert.deepEqual(await seen(), all)
  assert.ok(connections > 3)
})

test('lines that went missing on the way are read from the log', async () => {
  fake.onSubscribe = socket => {
    send(socket, 1, 10)
    send(socket, 21, 30)
    send(socket, 31, 40)
    end(socket)
  }
  assert.deepEqual(await seen(), all)
})

test('a deployment that was over before anybody watched is told from the log', async () => {
  current = over
  fake.onSubscribe = socket => socket.send({ type: 'deployment', topic, deployment: over })
  assert.deepEqual(await seen(), all)
})
