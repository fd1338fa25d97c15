import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { VariableRecord } from '../../src/core/ports/variable-store.ts'
import type { MakeStores } from './places.ts'
import { instant, withShop } from './samples.ts'

const variable = (key: string, value: string, change: Partial<VariableRecord> = {}): VariableRecord => ({
  key,
  value,
  plain: false,
  steps: null,
  updatedAt: instant(1),
  ...change,
})

export function suite(name: string, makeStores: MakeStores): void {
  describe(`VariableStore (${name})`, () => {
    test('adds or replaces those given, keeps the others, and lists by key', async t => {
      const { variables } = await withShop(makeStores(t))
      await variables.saveVariables('shop', 'dev', [variable('B', '1'), variable('A', '1')])
      const changed = variable('B', '2', { plain: true, steps: ['build', 'deploy'], updatedAt: instant(2) })
      await variables.saveVariables('shop', 'dev', [changed, variable('C', '')])
      assert.deepEqual(await variables.variables('shop', 'dev'), [variable('A', '1'), changed, variable('C', '')])
    })

    test('keeps environments apart', async t => {
      const { variables } = await withShop(makeStores(t))
      await variables.saveVariables('shop', 'dev', [variable('A', 'dev')])
      assert.deepEqual(await variables.variables('shop', 'prod'), [])
      assert.equal(await variables.removeVariable('shop', 'prod', 'A'), false)
      assert.equal((await variables.variables('shop', 'dev')).length, 1)
    })

    test('saves all or none', async t => {
      const { variables } = await withShop(makeStores(t))
      const broken = {
        ...variable('B', '1'),
        get value(): string {
          throw new Error('poisoned')
        },
      }
      await assert.rejects(variables.saveVariables('shop', 'dev', [variable('A', '1'), broken]), /poisoned/)
      assert.deepEqual(await variables.variables('shop', 'dev'), [])
    })

    test('saves nothing for an environment that is gone', async t => {
      const { variables } = await withShop(makeStores(t))
      const save = variables.saveVariables('shop', 'qa', [variable('A', '1')])
      await assert.rejects(save, { code: 'environment_not_found' })
      assert.deepEqual(await variables.variables('shop', 'qa'), [])
    })

    test('tells whether what it removed was there', async t => {
      const { variables } = await withShop(makeStores(t))
      await variables.saveVariables('shop', 'dev', [variable('A', '1'), variable('B', '1')])
      assert.equal(await variables.removeVariable('shop', 'dev', 'A'), true)
      assert.equal(await variables.removeVariable('shop', 'dev', 'A'), false)
      assert.deepEqual(await variables.variables('shop', 'dev'), [variable('B', '1')])
    })

    test('shares no object with its callers', async t => {
      const { variables } = await withShop(makeStores(t))
      const given = variable('A', '1', { steps: ['test'] })
      await variables.saveVariables('shop', 'dev', [given])
      given.steps?.push('deploy')
      for (const read of await variables.variables('shop', 'dev')) read.steps?.push('build')
      assert.deepEqual(await variables.variables('shop', 'dev'), [variable('A', '1', { steps: ['test'] })])
    })
  })
}
