import { isDeepStrictEqual } from 'node:util'
import type { Environment } from '../../contract/app.ts'
import { TrellisError } from '../../core/errors.ts'
import type { AppRecord, AppStore } from '../../core/ports/app-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'
import { dropEnvironment, emptyEnvironment, type MemoryState } from './state.ts'

export function createAppStore(state: MemoryState, pause: Pause): AppStore {
  function environmentsOf(app: string): Environment[] {
    const all = [...(state.environments.get(app)?.values() ?? [])].map(one => one.settings)
    return all.sort((a, b) => a.position - b.position)
  }

  function save(app: string, environments: readonly Environment[]): void {
    const before = state.environments.get(app) ?? new Map()
    const after = new Map()
    for (const { name, ...settings } of environments) {
      const kept = before.get(name) ?? { state: emptyEnvironment(app, name), variables: new Map() }
      after.set(name, { ...kept, settings: { ...settings, name, app } })
    }
    for (const name of before.keys()) if (!after.has(name)) dropEnvironment(state, app, name)
    state.environments.set(app, after)
  }

  return {
    async createApp(app, environments) {
      await pause()
      const [record, list] = copy([app, environments] as const)
      if (state.apps.has(record.name))
        throw new TrellisError('already_exists', `There is an app ${record.name} already.`)
      state.apps.set(record.name, record)
      save(record.name, list)
    },
    async app(name) {
      await pause()
      return copy(state.apps.get(name) ?? null)
    },
    async apps() {
      await pause()
      return copy([...state.apps.values()].sort(byName))
    },
    async appsOfRepository(webUrl, repository) {
      await pause()
      const isThere = ({ github }: AppRecord) => github?.webUrl === webUrl && github.repository === repository
      return copy([...state.apps.values()].filter(isThere).sort(byName))
    },
    async updateApp(name, change) {
      await pause()
      const app = state.apps.get(name)
      if (app) state.apps.set(name, { ...app, ...copy(change), name })
    },
    async deleteApp(name) {
      await pause()
      for (const environment of state.environments.get(name)?.keys() ?? []) dropEnvironment(state, name, environment)
      state.environments.delete(name)
      state.apps.delete(name)
    },
    async environments(app) {
      await pause()
      return copy(environmentsOf(app))
    },
    async allEnvironments() {
      await pause()
      return copy([...state.apps.keys()].sort().flatMap(environmentsOf))
    },
    async saveEnvironments(app, environments, expected) {
      await pause()
      const list = copy(environments)
      if (!state.apps.has(app)) throw new TrellisError('app_not_found', `There is no app ${app}.`)
      if (expected && !isDeepStrictEqual(environmentsOf(app), copy(expected))) return false
      save(app, list)
      return true
    },
  }
}

const byName = (a: AppRecord, b: AppRecord) => (a.name < b.name ? -1 : 1)
