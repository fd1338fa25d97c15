import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunnerEvent } from '../../contract/job.ts'
import { type Folded, foldEvents } from './fold-events.ts'

const at = (second: number) => `2025-01-01T00:00:0${second}Z`
const empty: Folded = {
  lastEvent: 0,
  lastSeq: 0,
  phases: [],
  progress: null,
  outputs: {},
  retained: [],
  artifact: null,
  cloudChanging: false,
}
const fold = (record: Folded, events: RunnerEvent[]) => foldEvents(record as Parameters<typeof foldEvents>[0], events)

test('phases start, and end with their reason; progress ends with its phase', () => {
  const folded = fold(empty, [
    { seq: 1, at: at(1), type: 'phase-started', phase: 'deploy' },
    { seq: 2, at: at(2), type: 'progress', progress: { completed: 1, total: 3 } },
  ])
  assert.deepEqual(folded.phases, [{ name: 'deploy', state: 'running', startedAt: at(1), line: 1 }])
  assert.deepEqual(folded.progress, { completed: 1, total: 3 })
  const ended = fold(folded, [
    { seq: 3, at: at(3), type: 'phase-finished', phase: 'deploy', state: 'succeeded' },
    { seq: 4, at: at(4), type: 'phase-finished', phase: 'after-deploy', state: 'skipped', reason: 'there is none' },
  ])
  assert.equal(ended.progress, null)
  assert.deepEqual(ended.phases, [
    { name: 'deploy', state: 'succeeded', startedAt: at(1), line: 1, finishedAt: at(3) },
    { name: 'after-deploy', state: 'skipped', startedAt: at(4), finishedAt: at(4), reason: 'there is none' },
  ])
})

test('the last of what was said holds, and all was seen', () => {
  const folded = fold(empty, [
    { seq: 1, at: at(1), type: 'log', line: 1, phase: null, stream: 'out', text: 'one' },
    { seq: 2, at: at(1), type: 'cloud-changing' },
    { seq: 3, at: at(2), type: 'outputs', outputs: { Stack: { Url: 'old' } } },
    { seq: 4, at: at(2), type: 'outputs', outputs: { Stack: { Url: 'new' } } },
    { seq: 5, at: at(3), type: 'artifact', digest: 'd'.repeat(64), bytes: 7 },
    { seq: 6, at: at(3), type: 'log', line: 2, phase: null, stream: 'err', text: 'two' },
  ])
  const outputs = { Stack: { Url: 'new' } }
  const artifact = { digest: 'd'.repeat(64), bytes: 7 }
  assert.deepEqual(folded, { ...empty, lastEvent: 6, lastSeq: 2, outputs, artifact, cloudChanging: true })
})

test('nothing said changes nothing, and what is given stays as it was', () => {
  const record = Object.freeze({ ...empty, lastEvent: 3, cloudChanging: true })
  assert.deepEqual(fold(record, []), record)
  fold(record, [{ seq: 4, at: at(1), type: 'phase-started', phase: 'test' }])
  assert.deepEqual(record.phases, [])
})
