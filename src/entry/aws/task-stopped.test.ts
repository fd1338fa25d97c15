import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTaskStopped } from './task-stopped.ts'

const event = (detail: object) => readTaskStopped({ source: 'aws.ecs', detail })
const startedBy = 'trellis/d1'

test('a task that could not pull its image, ran out of memory or was stopped says so of its deployment', () => {
  const unpulled = event({
    startedBy,
    stopCode: 'TaskFailedToStart',
    stoppedReason: 'CannotPullContainerError: ref not found',
    containers: [{ name: 'build' }],
  })
  assert.equal(unpulled?.deployment, 'd1')
  assert.equal(unpulled.why.reason, 'TaskFailedToStart; CannotPullContainerError: ref not found')
  const killed = { name: 'build', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }
  assert.deepEqual(
    event({ startedBy, stopCode: 'EssentialContainerExited', containers: [killed] })?.why.reason,
    ['EssentialContainerExited', 'exit code 137, OutOfMemoryError: Container killed due to memory usage'].join('; '),
  )
  assert.equal(event({ startedBy })?.why.reason, 'ECS gave no reason')
})

test('what can be mended is told how: the image, Spot, the memory; else nothing but to deploy again', () => {
  const hint = (detail: object) => event({ startedBy, ...detail })?.why.hint
  for (const stoppedReason of [
    'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref x:1: x:1: not found',
    'CannotPullImageManifestError: Error response from daemon: manifest unknown',
  ]) {
    assert.match(hint({ stopCode: 'TaskFailedToStart', stoppedReason }) ?? '', /--image`.*--no-image`/)
  }
  assert.match(
    hint({ stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' }) ?? '',
    /--no-spot/,
  )
  const containers = [{ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }]
  assert.match(hint({ stopCode: 'EssentialContainerExited', containers }) ?? '', /--memory/)
  assert.equal(hint({ stopCode: 'UserInitiated', stoppedReason: 'Stopped by jane in the console' }), null)
})

test('a task that somebody else started is none of ours, and of one that Trellis stopped nothing is said', () => {
  assert.equal(event({ startedBy: 'ecs-svc/1' }), null)
  assert.equal(event({}), null)
  assert.equal(event({ startedBy, stoppedReason: 'Trellis ended the deployment' }), null)
})
