import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunnerEvent } from '../../contract/job.ts'
import type { NewEvent } from './outgoing.ts'
import { Shipper, type ShipperSettings } from './shipper.ts'
import { Refused } from './transport.ts'

const line = (text: string): NewEvent => ({ type: 'log', line: 1, phase: null, stream: 'out', text })
/** A server that keeps what it takes, and can be told to misbehave. */
function world(
  settings: Partial<ShipperSettings> = {},
  refuse: (batch: readonly RunnerEvent[]) => Error | null = () => null,
) {
  const taken: RunnerEvent[] = []
  const sizes: number[] = []
  const over: string[] = []
  const notes: string[] = []
  const shipper = new Shipper({
    async post(events) {
      const error = refuse(events)
      if (error) throw error
      sizes.push(events.length)
      for (const event of events) if (event.seq === taken.length + 1) taken.push(event)
      return { acknowledged: taken.length, directive: 'continue' }
    },
    onStop: () => {},
    onOver: reason => over.push(reason),
    redact: text => text.replaceAll('secret', '***'),
    onCut: note => notes.push(note),
    heartbeatMs: 20,
    giveUpAt: () => Infinity,
    ...settings,
  })
  return { shipper, taken, sizes, over, notes }
}
const numbers = (events: readonly RunnerEvent[]) => events.map(({ seq }) => seq)
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

test('sends in order, in batches that a server takes', async () => {
  const { shipper, taken, sizes } = world()
  for (let i = 0; i < 1_700; i++) shipper.send(line('x'))
  await shipper.close()
  assert.deepEqual(numbers(taken), upTo(1_700))
  assert.ok(Math.max(...sizes) <= 500)
})

test('large lines make small batches', async () => {
  const { shipper, taken, sizes } = world()
  for (let i = 0; i < 100; i++) shipper.send(line('x'.repeat(16_000)))
  await shipper.close()
  assert.equal(taken.length, 100)
  assert.ok(Math.max(...sizes) <= 33)
})

test('a body that is too large is sent in halves', async () => {
  const { shipper, taken } = world({}, batch =>
    batch.length > 3 ? new Refused(413, 'body_too_large', 'too large') : null,
  )
  for (let i = 0; i < 20; i++) shipper.send(line('x'))
  await shipper.close()
  assert.deepEqual(numbers(taken), upTo(20))
})

test('what got lost after it was taken is sent again from where the server stands', async () => {
  let calls = 0
  const { shipper, taken } = world({}, () => (++calls % 2 ? new Error('the connection broke') : null))
  for (let i = 0; i < 700; i++) shipper.send(line('x'))
  await shipper.flush()
  assert.deepEqual(numbers(taken), upTo(700))
  await shipper.close()
})

test('posts even when there is nothing to say', async () => {
  const { shipper, sizes } = world()
  await new Promise(resolve => setTimeout(resolve, 150))
  assert.ok(sizes.length >= 3)
  await shipper.close()
})

test('a full store makes whoever writes wait, until there is room again', async () => {
  let isAway = true
  const { shipper, taken } = world({}, () => (isAway ? new Error('away') : null))
  for (let i = 0; i < 600; i++) shipper.send(line('x'.repeat(16_000)))
  let hasRoom = false
  const room = shipper.room().then(() => {
    hasRoom = true
  })
  await new Promise(resolve => setTimeout(resolve, 100))
  assert.equal(hasRoom, false)
  isAway = false
  await room
  await shipper.close()
  assert.equal(taken.length, 600)
})

for (const [name, error] of [
  ['a job that is over', new Refused(409, 'job_over', 'over')],
  ['a session that is not known', new Refused(401, 'not_signed_in', 'who?')],
] as const) {
  test(`${name} ends it, and nobody waits for ever`, async () => {
    const { shipper, over } = world({}, () => error)
    shipper.send(line('x'))
    await assert.rejects(shipper.flush())
    await shipper.room()
    await shipper.close()
    assert.deepEqual(over, [error.message])
  })
}

test('gives up a server that stays away too long', async () => {
  const { shipper, over } = world({ giveUpAt: lastHeard => lastHeard + 50 }, () => new Error('nobody there'))
  shipper.send(line('x'))
  await assert.rejects(shipper.flush())
  assert.equal(over.length, 1)
  await shipper.close()
})

test('where each post has its price events wait for company, and for nobody who waits for them', async () => {
  const { shipper, taken, sizes } = world({ heartbeatMs: 60_000, paceMs: 3_600_000 })
  shipper.send(line('first'))
  await shipper.flush()
  for (let i = 0; i < 20; i++) {
    shipper.send(line('x'))
    await new Promise(resolve => setImmediate(resolve))
  }
  assert.equal(taken.length, 1)
  await shipper.flush()
  assert.deepEqual(sizes, [1, 20])
  shipper.send(line('last'))
  await shipper.close()
  assert.equal(taken.length, 22)
})
