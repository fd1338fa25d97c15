import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTaskStopped } from './task-stopped.ts'

const event = (detail: object) => readTaskStopped({ source: 'aws.ecs', detail })

test('a task that could not pull its image, ran out of memory or was stopped says so of its deployment', () => {
  const startedBy = 'trellis/d1'
  assert.deepEqual(
    event({
      startedBy,
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: ref not found',
      containers: [{ name: 'build' }],
    }),
    { deployment: 'd1', reason: 'TaskFailedToStart; CannotPullContainerError: ref not found' },
  )
  const killed = { name: 'build', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }
  assert.deepEqual(
    event({ startedBy, stopCode: 'EssentialContainerExited', containers: [killed] })?.reason,
    ['EssentialContainerExited', 'exit code 137, OutOfMemoryError: Container killed due to memory usage'].join('; '),
  )
  assert.equal(event({ startedBy })?.reason, 'ECS gave no reason')
})

test('a task that somebody else started is none of ours', () => {
  assert.equal(event({ startedBy: 'ecs-svc/1' }), null)
  assert.equal(event({}), null)
})
