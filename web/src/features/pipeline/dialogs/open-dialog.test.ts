import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDeployment } from '../../../../../src/client/testing/samples.ts'
import { meantNow, readOpenDialog } from './open-dialog.ts'

const none = { live: null, running: null, queued: [] }

test('an address keeps the deployment that a dialog was opened for', () => {
  const search = { dialog: 'cancel', environment: 'staging' }
  assert.equal(readOpenDialog({ ...search, number: 4 }).number, 4)
  assert.equal(readOpenDialog({ ...search, number: 0 }).number, 0)
  for (const number of [-1, 1.5, '4', null]) assert.equal(readOpenDialog({ ...search, number }).number, undefined)
  assert.equal(readOpenDialog({ dialog: 'bogus', number: 4 }).number, undefined)
})

test('an address keeps what was chosen in a dialog, of the dialog that it is about', () => {
  const chosen = { environment: 'staging', to: 4, branch: 'main', commit: 'abc123' }
  const read = (dialog: string) => {
    const { to, branch, commit } = readOpenDialog({ dialog, ...chosen })
    return [to, branch, commit]
  }
  assert.deepEqual(read('rollback'), [4, undefined, undefined])
  assert.deepEqual(read('deploy'), [undefined, 'main', 'abc123'])
  assert.deepEqual(read('promote'), [undefined, undefined, undefined])
})

test('a dialog means what runs, waits first, or is live when it opens, or nothing', () => {
  const running = aDeployment({ number: 4, state: 'running' })
  assert.equal(meantNow('cancel', { ...none, running, queued: [5] }), 4)
  assert.equal(meantNow('cancel', { ...none, queued: [5, 6] }), 5)
  for (const dialog of ['cancel', 'promote', 'rollback'] as const) assert.equal(meantNow(dialog, none), 0)
  for (const dialog of ['promote', 'rollback'] as const)
    assert.equal(meantNow(dialog, { ...none, live: aDeployment({ number: 3 }), running }), 3)
  assert.equal(meantNow('teardown', { ...none, running }), undefined)
})
