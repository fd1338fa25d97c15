import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ada, app, createWorld } from '../../../tests/support/world/world.ts'
import type { SetVariable } from '../../contract/variable.ts'
import { setVariables } from './set-variables.ts'

test('what is not said of a variable that is there stays: its steps, and whether it is plain', async () => {
  const world = createWorld()
  await world.found()
  const place = { app, environment: 'development' }
  const set = async (wish: SetVariable) => {
    const { variables } = await setVariables(world.bare, ada, place, [wish])
    const [{ value, plain, steps } = assert.fail()] = variables
    return { value, plain, steps }
  }
  const [key, value] = ['LOG_LEVEL', 'a-long-value']
  assert.deepEqual(await set({ key, value }), { value: null, plain: false, steps: null })
  assert.deepEqual(await set({ key, value, plain: true, steps: ['test'] }), { value, plain: true, steps: ['test'] })
  assert.deepEqual(await set({ key, value: 'other' }), { value: 'other', plain: true, steps: ['test'] })
  assert.deepEqual(await set({ key, value, plain: false }), { value: null, plain: false, steps: ['test'] })
  assert.deepEqual(await set({ key, value, steps: null }), { value: null, plain: false, steps: null })
})
