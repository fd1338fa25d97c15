import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDeployment } from '../../../../src/client/testing/samples.ts'
import type { Phase } from '../../../../src/contract/deployment.ts'
import { cancelWords } from './cancel-words.ts'

const at = '2026-11-27T00:00:00.000Z'
const running = (name: Phase['name']): Phase => ({ name, state: 'running', startedAt: at, line: 1 })
const told = (change: Parameters<typeof aDeployment>[0]) =>
  cancelWords(aDeployment({ environment: 'staging', number: 7, phases: [], ...change }))

test('a cancellation speaks of the cloud only while something changes there', () => {
  assert.match(told({ state: 'running', phases: [running('deploy')] }).description ?? '', /in the cloud is taken back/)
  assert.match(told({ state: 'running', phases: [running('remove')] }).description ?? '', /in the cloud is taken back/)
  assert.equal(told({ state: 'running', phases: [running('build')] }).description, 'Its build is stopped.')
})

test('what is over already is told as such', () => {
  assert.deepEqual(told({ state: 'cancelled', phases: [running('deploy')] }), { title: 'staging #7 was cancelled' })
  assert.deepEqual(told({ state: 'succeeded' }), { title: 'staging #7 had come to its end already: it succeeded' })
  assert.deepEqual(told({ state: 'failed' }), { title: 'staging #7 had come to its end already: it failed' })
})
