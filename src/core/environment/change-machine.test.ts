import assert from 'node:assert/strict'
import { test } from 'node:test'
import { machineSizes, usualMachine } from '../../contract/machine-sizes.ts'
import { changeMachine } from './change-machine.ts'

test('only what is named of a machine changes, and memory that nobody named follows the processors', () => {
  assert.deepEqual(changeMachine(null, { spot: true }), { ...usualMachine, spot: true })
  const large = changeMachine(null, { cpu: 8, architecture: 'x86' })
  assert.deepEqual(large, { cpu: 8, memory: 16, architecture: 'x86', spot: false })
  assert.deepEqual(changeMachine(large, { cpu: 2 }), { ...large, cpu: 2, memory: 16 })
  assert.equal(changeMachine(large, { cpu: 0.25 }).memory, 2)
  assert.equal(changeMachine({ ...large, memory: 20 }, { cpu: 16 }).memory, 32)
  for (const { cpu, memory } of machineSizes) {
    for (const size of memory) assert.equal(changeMachine(null, { cpu, memory: size }).memory, size)
  }
})

test('a size that Fargate does not have is refused with those that it has', () => {
  for (const [cpu, memory, hint] of [
    [0.25, 4, /0.5, 1 or 2 GB/],
    [1, 16, /2 to 8 GB, by the whole one/],
    [8, 18, /16 to 60 GB, in steps of 4/],
    [16, 16, /32 to 120 GB, in steps of 8/],
  ] as const) {
    assert.throws(() => changeMachine(null, { cpu, memory }), { code: 'invalid_input', hint })
  }
})
