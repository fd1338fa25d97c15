import assert from 'node:assert/strict'
import { test } from 'node:test'
import { underwayWords } from './underway-words.ts'

test('a dialog says what it would wait for', () => {
  assert.equal(underwayWords({ running: null, queued: [] }), null)
  assert.equal(underwayWords({ running: { number: 3 }, queued: [] }), '#3 is running there: this waits for it.')
  assert.equal(
    underwayWords({ running: { number: 3 }, queued: [4, 5] }),
    '#3 is running there, and #4, #5 wait: this comes after.',
  )
  assert.equal(underwayWords({ running: null, queued: [4] }), '#4 waits there: this comes after.')
})
