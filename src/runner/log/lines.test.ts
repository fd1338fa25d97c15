import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LineSplitter, longestLine } from './lines.ts'

const split = (chunks: readonly string[]): string[] => {
  const splitter = new LineSplitter()
  return [...chunks.flatMap(chunk => splitter.write(chunk)), ...splitter.end()]
}

test('lines are the same however the text is cut', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', ' '), maxLength: 60 })
  fc.assert(fc.property(text, text => assert.deepEqual(split([...text]), split([text]))))
})

test('empty lines stay, the last one without a line feed counts', () => {
  assert.deepEqual(split(['a\n\nb']), ['a', '', 'b'])
  assert.deepEqual(split(['a\r\n\r\nb\r\n']), ['a', '', 'b'])
})

test('a bar painted over and over becomes lines', () => {
  assert.deepEqual(split(['10%\r20%\r100%\n']), ['10%', '20%', '100%'])
})

test('a line without an end comes in pieces and loses nothing', () => {
  const long = 'x'.repeat(3 * longestLine + 5)
  assert.equal(split([long]).join(''), long)
  assert.ok(split([`${long}\n`]).every(line => line.length <= longestLine))
})
