import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import type { NewEvent } from '../session/outgoing.ts'
import { Journal } from './journal.ts'

test('a log without an end is cut off, and the build goes on', async () => {
  const sent: NewEvent[] = []
  const journal = new Journal({ send: event => sent.push(event), room: async () => {} }, 10_000)
  const source = new PassThrough()
  const seen: string[] = []
  const pumped = journal.pump(source, 'out', ({ text }) => seen.push(text))
  for (let line = 1; line <= 1_000; line++) source.write(`line ${line}\n`)
  source.end()
  await pumped
  journal.say('how it ended')
  const lines = sent.flatMap(event => (event.type === 'log' ? [event] : []))
  const texts = lines.map(({ text }) => text)
  assert.ok(texts.length > 50 && texts.length < 110, `${texts.length}`)
  assert.deepEqual(texts.slice(-2), ['The log is too long, and is cut off here.', 'how it ended'])
  assert.deepEqual(
    lines.map(({ line }) => line),
    lines.map((_, at) => at + 1),
  )
  // Whoever explains a failure still sees its last lines.
  assert.equal(seen.at(-1), 'line 1000')
})

test('a million lines of the usual length fit', () => {
  let count = 0
  const journal = new Journal({
    send: () => {
      count++
    },
    room: async () => {},
  })
  const text = 'a line as builds write them, with a path and a number: 123456'
  for (let line = 0; line < 1_000_000; line++) journal.write('out', text)
  assert.equal(count, 1_000_000)
})
