import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Phase } from '../../contract/deployment.ts'
import { endPhases } from './end-phases.ts'

const at = (second: number) => new Date(second * 1000).toISOString()
const done: Phase = { name: 'checkout', state: 'succeeded', startedAt: at(1), finishedAt: at(2) }
const running: Phase = { name: 'install', state: 'running', startedAt: at(2), line: 3 }
const limits = { now: 100_000, lease: 30_000 }

test('a phase that nobody ended did so when its runner was heard last', () => {
  const [first, second] = endPhases({ phases: [done, running], leaseUntil: 50_000 }, limits)
  assert.deepEqual(first, done)
  assert.deepEqual(second, { ...running, state: 'failed', finishedAt: at(20) })
})

test('it ends neither before it began nor after now', () => {
  const ended = (leaseUntil: number | null) => endPhases({ phases: [running], leaseUntil }, limits)[0]?.finishedAt
  assert.deepEqual([ended(10_000), ended(null), ended(900_000)], [at(2), at(100), at(100)])
})
