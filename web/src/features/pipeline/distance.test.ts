import assert from 'node:assert/strict'
import { test } from 'node:test'
import { distanceOf } from './distance.ts'

test('two environments that went different ways are told apart in both directions', () => {
  assert.deepEqual(distanceOf({ behind: 1, ahead: 71 }), {
    short: '1 behind, 71 ahead',
    said: '1 commit behind and 71 ahead of',
  })
  assert.deepEqual(distanceOf({ behind: 0, ahead: 71 }), { short: 'ahead by 71', said: '71 commits ahead of' })
  assert.equal(distanceOf({ behind: 1, ahead: 0 })?.short, '1 commit behind')
  assert.deepEqual([distanceOf({ behind: 0, ahead: 0 }), distanceOf({ behind: null, ahead: null })], [null, null])
})
