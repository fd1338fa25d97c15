import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PostEvents, type RunnerEvent } from '../../contract/job.ts'
import { fitted, largestEvent } from './fitted.ts'
import type { NewEvent } from './outgoing.ts'
import { Shipper } from './shipper.ts'
import { Refused } from './transport.ts'

const big = 'äx'.repeat(200_000)
const log = (line: number, text = 'x'): NewEvent => ({ type: 'log', line, phase: null, stream: 'out', text })

function server(refuses: (event: RunnerEvent) => boolean) {
  const taken: RunnerEvent[] = []
  const over: string[] = []
  const shipper = new Shipper({
    async post(events) {
      if (events.some(refuses)) throw new Refused(400, 'invalid_input', 'not like that')
      for (const event of PostEvents.parse({ events }).events) if (event.seq === taken.length + 1) taken.push(event)
      return { acknowledged: taken.length, directive: 'continue' }
    },
    redact: text => text.replaceAll('secret', '***'),
    onStop: () => {},
    onCut: () => {},
    onOver: reason => over.push(reason),
    heartbeatMs: 20,
    giveUpAt: () => Infinity,
  })
  return { shipper, taken, over }
}

test('what a server refuses is found, left out and remembered; all the rest arrives', async () => {
  const { shipper, taken, over } = server(
    event => (event.type === 'log' && event.text === 'bad') || event.type === 'outputs',
  )
  for (let line = 1; line <= 100; line++) shipper.send(log(line, line === 70 ? 'bad' : 'x'))
  shipper.send({ type: 'outputs', outputs: {} })
  await assert.rejects(shipper.flush(), /did not take an event \(log\): not like that/)
  shipper.send({ type: 'finished', outcome: { state: 'succeeded' } })
  await shipper.close()
  assert.deepEqual(over, [])
  const end = taken.at(-1)
  assert.ok(end?.type === 'finished' && end.seq === 101 && end.outcome.state === 'failed')
  assert.match(end.outcome.failure.message, /\(log\)/)
  const lines = taken.flatMap(event => (event.type === 'log' ? [event] : []))
  assert.deepEqual([lines.length, lines[69]?.text], [100, '(the server did not take this line)'])
})

test('a job of which something is not recorded does not succeed, even when its end was on its way', async () => {
  const { shipper, taken } = server(({ type }) => type === 'naming')
  const naming = { mode: 'keep' as const, accountId: '0', region: 'r', stacks: [], fixedNames: [] }
  shipper.send({ type: 'naming', naming })
  shipper.send({ type: 'finished', outcome: { state: 'succeeded' } })
  await shipper.close()
  const [end] = taken
  assert.ok(end?.type === 'finished' && end.outcome.state === 'failed')
  assert.match(end.outcome.failure.message, /\(naming\): not like that/)
})

test('an end that is refused is told in a word; a server that refuses even this is given up', async () => {
  const { shipper, taken } = server(event => event.type === 'finished' && event.outcome.state === 'succeeded')
  shipper.send({ type: 'finished', outcome: { state: 'succeeded' } })
  await shipper.close()
  const [end] = taken
  assert.ok(end?.type === 'finished' && end.outcome.state === 'failed')
  assert.deepEqual(
    [end.outcome.failure.code, end.outcome.failure.message.includes('not like that')],
    ['internal', true],
  )
  const deaf = server(event => event.type === 'finished')
  deaf.shipper.send({ type: 'finished', outcome: { state: 'succeeded' } })
  await deaf.shipper.close()
  assert.deepEqual(deaf.over, ['not like that'])
})

test('no event is larger than a server takes, and what is cut is told', () => {
  const resource = { type: 'T', id: 'i', logicalId: 'l', stack: 's', deleted: false, problem: `secret ${big}` }
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`Key${at}`, big]))
  const naming = { mode: 'keep' as const, accountId: '0', region: 'r', stacks: [{ original: 'a', name: 'a' }] }
  const fixedName = { stack: 's', logicalId: 'l', type: 't', property: 'p', name: 'n'.repeat(200) }
  const failure = { code: 'internal', phase: null, message: `secret ${big}`, hint: big }
  const events: NewEvent[] = [
    { type: 'outputs', outputs: { Stack: many } },
    { type: 'retained', resources: Array.from({ length: 500 }, () => resource) },
    { type: 'naming', naming: { ...naming, fixedNames: Array.from({ length: 5_000 }, () => fixedName) } },
    { type: 'progress', progress: { completed: 1, total: 2, current: big } },
    { type: 'phase-finished', phase: 'test', state: 'skipped', reason: big },
    { type: 'finished', outcome: { state: 'failed', failure } },
  ]
  for (const event of events) {
    const { event: fit, note } = fitted(event, text => text.replaceAll('secret', '***'))
    const text = JSON.stringify(fit)
    assert.ok(Buffer.byteLength(text) <= largestEvent, event.type)
    assert.ok(!text.includes('secret') && !text.includes('\uFFFD'))
    assert.equal(note !== undefined, ['outputs', 'retained', 'naming'].includes(event.type), event.type)
    PostEvents.parse({ events: [{ ...fit, seq: 1, at: new Date().toISOString() }] })
    if (fit.type === 'finished' && fit.outcome.state === 'failed')
      assert.ok(Buffer.byteLength(fit.outcome.failure.message) <= 4_096)
    if (fit.type === 'outputs') assert.match(fit.outputs.Stack?.Key0 ?? '', /cut off: 600000 bytes/)
  }
})
