import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LogLine } from '../../../../src/contract/log.ts'
import { LogBuffer } from './log-buffer.ts'

const line = (seq: number): LogLine => ({
  ...{ seq, at: '2026-01-01T00:00:00.000Z', phase: null, stream: 'out' },
  text: `line ${seq}`,
})

test('lines that an answer has no room for are asked for by the next one', async () => {
  Object.assign(globalThis, { requestAnimationFrame: (paint: () => void) => setImmediate(paint) })
  const asked: number[] = []
  const buffer = new LogBuffer(async (from, limit) => {
    asked.push(from)
    return Array.from({ length: Math.min(limit, 300, 701 - from) }, (_, n) => line(from + n))
  }, 700)
  const drawn = new Promise<void>(resolve => buffer.listen(() => buffer.line(700) && buffer.line(500) && resolve()))
  buffer.want(400, 700)
  await drawn
  assert.deepEqual([buffer.line(1)?.seq, buffer.line(500)?.seq, buffer.line(700)?.seq], [1, 500, 700])
  assert.deepEqual(
    asked.toSorted((a, b) => a - b),
    [1, 301, 501],
  )
})
