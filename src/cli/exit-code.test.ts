import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exitCodeOf, exitCodeOfState } from './exit-code.ts'

test('every status leads to one exit code', () => {
  const expected = {
    2: [400, 404, 413, 422],
    3: [0, 401, 403, 424, 429, 502, 503, 504],
    4: [409],
    1: [500, 418],
  }
  for (const [code, statuses] of Object.entries(expected)) {
    for (const status of statuses) assert.equal(exitCodeOf({ status }), Number(code), String(status))
  }
})

test('what fails in this process is judged by its kind', () => {
  assert.equal(exitCodeOf({ kind: 'conflict' }), 4)
  assert.equal(exitCodeOf({ kind: 'invalid' }), 2)
  assert.equal(exitCodeOf({ kind: 'unavailable' }), 3)
  assert.equal(exitCodeOf({ kind: 'internal' }), 1)
  assert.equal(exitCodeOf({}), 1)
  assert.equal(exitCodeOf({ code: 'unexpected_answer', status: 200 }), 3)
})

test('a deployment on its way is no error, one that ended without success is', () => {
  for (const state of ['waiting', 'queued', 'running', 'succeeded'] as const) assert.equal(exitCodeOfState(state), 0)
  for (const state of ['failed', 'cancelled', 'superseded', 'rejected'] as const)
    assert.equal(exitCodeOfState(state), 1)
})
