import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StepOutput } from './step-output.ts'

const filled = (lines: number, text: (line: number) => string): StepOutput => {
  const output = new StepOutput()
  for (let line = 1; line <= lines; line++) output.add({ line, text: text(line) })
  return output
}

test('of many lines the last thousands are kept', () => {
  const { lines } = filled(20_000, line => `line ${line}`)
  assert.deepEqual([lines.length, lines[0]?.line, lines.at(-1)?.text], [4_000, 16_001, 'line 20000'])
})

test('of long lines so many are kept as fit into a few megabytes, the last ones', () => {
  const output = filled(20_000, line => `${line} `.padEnd(16_384, 'x'))
  const kept = output.lines.reduce((sum, { text }) => sum + text.length, 0)
  assert.ok(kept > 512 * 1024 && kept <= 2 * 1024 ** 2, `${kept} characters`)
  assert.match(output.tail(1)[0] ?? '', /^20000 /)
  assert.equal(output.lines.at(0)?.line, 20_000 - output.lines.length + 1)
})
