import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDeployment } from '../../../../src/client/testing/samples.ts'
import type { Phase, PhaseName } from '../../../../src/contract/deployment.ts'
import { phasesToCome } from './phases-to-come.ts'

const phase = (name: PhaseName, state: Phase['state'] = 'succeeded'): Phase => ({
  ...{ name, state },
  startedAt: '2026-11-22T10:00:00.000Z',
})

test('what is still before a deployment is known from the start, and gets less', () => {
  const all = ['checkout', 'install', 'test', 'before-deploy', 'build', 'deploy', 'after-deploy']
  assert.deepEqual(phasesToCome(aDeployment({ state: 'queued' })), all)
  assert.deepEqual(phasesToCome(aDeployment({ phases: [phase('checkout', 'running')] })), all.slice(1))
  const skipped = all.slice(0, 5).map(name => phase(name as PhaseName, 'skipped'))
  assert.deepEqual(phasesToCome(aDeployment({ phases: [...skipped, phase('deploy', 'running')] })), ['after-deploy'])
  const done = all.map(name => phase(name as PhaseName))
  assert.deepEqual(phasesToCome(aDeployment({ phases: done })), [])
})

test('before a teardown there is the removal alone, whether it fetches code for it or not', () => {
  const teardown = { kind: 'teardown' } as const
  assert.deepEqual(phasesToCome(aDeployment(teardown)), ['remove'])
  assert.deepEqual(phasesToCome(aDeployment({ ...teardown, phases: [phase('checkout', 'running')] })), ['remove'])
  assert.deepEqual(phasesToCome(aDeployment({ ...teardown, phases: [phase('remove', 'running')] })), [])
})

test('of what is over, fails, or is being stopped nothing is to come', () => {
  for (const state of ['succeeded', 'failed', 'cancelled', 'superseded', 'rejected'] as const)
    assert.deepEqual(phasesToCome(aDeployment({ state })), [], state)
  assert.deepEqual(phasesToCome(aDeployment({ phases: [phase('test', 'failed')] })), [])
  assert.deepEqual(phasesToCome(aDeployment({ cancelRequestedBy: { kind: 'user', name: 'mia' } })), [])
})
