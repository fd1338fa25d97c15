import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Phase } from '../../../../src/contract/deployment.ts'
import { runningWords } from './running-words.ts'

const startedAt = '2026-11-27T00:00:00.000Z'
const phase = (name: Phase['name'], state: Phase['state']): Phase => ({ name, state, startedAt })

test('what runs says the phase that it is in, or came from, and that it starts only before the first', () => {
  const say = (phases: Phase[], progress: { completed: number; total: number } | null = null) =>
    runningWords({ phases, progress })
  assert.equal(say([]), 'starting')
  assert.equal(say([phase('checkout', 'succeeded'), phase('install', 'running')]), 'install')
  assert.equal(say([phase('checkout', 'succeeded')]), 'checkout')
  assert.equal(say([phase('install', 'succeeded'), phase('test', 'skipped')]), 'install')
  assert.equal(say([phase('checkout', 'skipped')]), 'checkout')
  assert.equal(say([phase('deploy', 'failed')]), 'deploy', 'as after a cancellation, while the cloud comes to rest')
  assert.equal(say([phase('deploy', 'running')], { completed: 12, total: 61 }), 'deploy 12 of 61')
})
