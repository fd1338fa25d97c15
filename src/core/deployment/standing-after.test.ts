import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namingOf } from '../../../tests/support/world/script.ts'
import { standingAfter } from './standing-after.ts'

const naming = namingOf('development')
const before = {
  app: 'shop',
  environment: 'development',
  status: 'deployed',
  live: 'one',
  latest: 'two',
  running: 'two',
  naming,
  fence: 2,
} as const
const two = (kind: 'push' | 'teardown', cloudChanging: boolean) => ({ id: 'two', kind, cloudChanging })

test('a success is live, under the names that it took', () => {
  assert.deepEqual(standingAfter(two('push', true), 'succeeded', before), { status: 'deployed', live: 'two', naming })
})

test('after a teardown nothing is live, and the names are free', () => {
  const removed = { status: 'removed', live: null, naming: null }
  assert.deepEqual(standingAfter(two('teardown', true), 'succeeded', before), removed)
})

test('what ends before it changed the cloud changes nothing', () => {
  for (const state of ['failed', 'cancelled'] as const) {
    assert.equal(standingAfter(two('push', false), state, before), null)
    assert.equal(standingAfter(two('teardown', false), state, before), null)
  }
})

test('what ends while it changed the cloud leaves an error, and what was live', () => {
  for (const state of ['failed', 'cancelled'] as const) {
    const error = { status: 'error', live: 'one', naming }
    assert.deepEqual(standingAfter(two('push', true), state, before), error)
    assert.deepEqual(standingAfter(two('teardown', true), state, before), error)
  }
})
