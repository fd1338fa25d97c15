import assert from 'node:assert/strict'
import { test } from 'node:test'
import { neighbourOf, placeWords } from './matches.ts'

const all = { seqs: [3, 10, 1_200], more: false }
const some = { ...all, more: true }

test('a match is told by its number, of as many as are known', () => {
  assert.equal(placeWords(all, 10), '2 of 3')
  assert.equal(placeWords(some, 10), '2 of 3+')
  assert.equal(placeWords(all, 11), null)
  assert.equal(
    placeWords({ seqs: Array.from({ length: 1_500 }, (_, n) => n + 1), more: true }, 1_234),
    '1,234 of 1,500+',
  )
})

test('next and previous go around the end where all matches are known', () => {
  assert.deepEqual(
    [3, 10, 1_200, 500].map(here => neighbourOf(all, here, 'forward')),
    [10, 1_200, 3, 1_200],
  )
  assert.deepEqual(
    [3, 10, 1_200, 2_000].map(here => neighbourOf(all, here, 'backward')),
    [1_200, 3, 10, 1_200],
  )
  assert.equal(neighbourOf({ seqs: [], more: false }, 5, 'forward'), null)
})

test('where there may be others, what is not sure is looked for', () => {
  assert.deepEqual(
    [3, 1_200, 2_000].map(here => neighbourOf(some, here, 'forward')),
    [10, null, null],
  )
  assert.deepEqual(
    [3, 1_200, 2_000].map(here => neighbourOf(some, here, 'backward')),
    [null, 10, null],
  )
})
