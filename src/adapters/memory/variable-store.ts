import type { VariableStore } from '../../core/ports/variable-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'
import { environmentOf, type MemoryState } from './state.ts'

export function createVariableStore(state: MemoryState, pause: Pause): VariableStore {
  return {
    async variables(app, environment) {
      await pause()
      const found = state.environments.get(app)?.get(environment)?.variables.values() ?? []
      return copy([...found].sort((a, b) => (a.key < b.key ? -1 : 1)))
    },
    async saveVariables(app, environment, variables) {
      await pause()
      const given = copy(variables)
      const saved = environmentOf(state, app, environment).variables
      for (const variable of given) saved.set(variable.key, variable)
    },
    async removeVariable(app, environment, key) {
      await pause()
      return state.environments.get(app)?.get(environment)?.variables.delete(key) ?? false
    },
  }
}
