import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDeployment } from '../../../../src/client/testing/samples.ts'
import { againOf } from './again-of.ts'

const commit = 'a'.repeat(40)
const source = { environment: 'staging', number: 3 }
const failed = (change: Parameters<typeof aDeployment>[0]) =>
  aDeployment({ environment: 'production', state: 'failed', commit, source: null, ...change })

test('what failed or was cancelled is deployed again from the same commit', () => {
  for (const kind of ['push', 'manual', 'promotion', 'rollback'] as const) {
    assert.deepEqual(againOf(failed({ kind }), false), { commit }, kind)
    assert.deepEqual(againOf(failed({ kind, state: 'cancelled' }), false), { commit }, kind)
  }
  for (const state of ['succeeded', 'running', 'queued', 'superseded'] as const)
    assert.equal(againOf(failed({ state }), false), null, state)
  assert.equal(againOf(failed({ commit: null }), false), null)
})

test('what is protected is promoted or rolled back again, and a teardown begins where its name is typed', () => {
  const promotion = againOf(failed({ kind: 'promotion', source }), true)
  assert.deepEqual(promotion, { dialog: 'promote', environment: 'staging', words: 'Promote again' })
  const rollback = againOf(failed({ kind: 'rollback', source }), true)
  assert.deepEqual(rollback, { dialog: 'rollback', environment: 'production', words: 'Roll back again' })
  for (const isProtected of [true, false]) {
    const teardown = againOf(failed({ kind: 'teardown' }), isProtected)
    assert.deepEqual(teardown, { dialog: 'teardown', environment: 'production', words: 'Tear down again' })
  }
  assert.equal(againOf(failed({ kind: 'manual' }), true), null)
})
