import type { DecisionStore } from '../../core/ports/decision-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'
import type { MemoryState } from './state.ts'

export function createDecisionStore(state: MemoryState, pause: Pause): DecisionStore {
  const key = (app: string, environment: string, commit: string) => `${app} ${environment} ${commit}`
  return {
    async record(decision) {
      await pause()
      const { app, environment, commit } = decision
      if (!state.environments.get(app)?.has(environment)) return
      // Behind all others: it is the newest now.
      state.decisions.delete(key(app, environment, commit))
      state.decisions.set(key(app, environment, commit), copy(decision))
    },
    async decision(app, environment, commit) {
      await pause()
      return copy(state.decisions.get(key(app, environment, commit)) ?? null)
    },
    async newest(app, environment, limit) {
      await pause()
      const all = [...state.decisions.values()].filter(one => one.app === app && one.environment === environment)
      return copy(all.reverse().slice(0, limit))
    },
  }
}
