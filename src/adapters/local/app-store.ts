import { isDeepStrictEqual } from 'node:util'
import type { Environment } from '../../contract/app.ts'
import { TrellisError } from '../../core/errors.ts'
import type { AppRecord, AppStore } from '../../core/ports/app-store.ts'
import type { Database } from './database.ts'
import { parsed, records } from './rows.ts'

export function createAppStore(database: Database): AppStore {
  const read = (name: string) =>
    parsed<AppRecord>(database.get('SELECT record FROM apps WHERE name = ?', name), 'record')

  function environmentsOf(app: string): Environment[] {
    const rows = database.all('SELECT settings FROM environments WHERE app = ? ORDER BY place, name', app)
    return records<Environment>(rows, 'settings')
  }

  function save(app: string, environments: readonly Environment[]): void {
    const stay = new Set(environments.map(one => one.name))
    for (const { name } of database.all('SELECT name FROM environments WHERE app = ?', app)) {
      if (!stay.has(String(name)))
        database.run('DELETE FROM environments WHERE app = ? AND name = ?', app, name ?? null)
    }
    for (const environment of environments) {
      database.run(
        `INSERT INTO environments (app, name, place, settings) VALUES (?, ?, ?, ?)
         ON CONFLICT (app, name) DO UPDATE SET place = excluded.place, settings = excluded.settings`,
        app,
        environment.name,
        environment.position,
        JSON.stringify({ ...environment, app }),
      )
    }
  }

  return {
    async createApp(app, environments) {
      await database.durably(() => {
        if (read(app.name)) throw new TrellisError('already_exists', `There is an app ${app.name} already.`)
        database.run('INSERT INTO apps (name, record) VALUES (?, ?)', app.name, JSON.stringify(app))
        save(app.name, environments)
      })
    },
    async app(name) {
      return read(name)
    },
    async apps() {
      return records<AppRecord>(database.all('SELECT record FROM apps ORDER BY name'))
    },
    async appsOfRepository(webUrl, repository) {
      const rows = database.all('SELECT record FROM apps WHERE github_repository = ? ORDER BY name', repository)
      return records<AppRecord>(rows).filter(one => one.github?.webUrl === webUrl)
    },
    async updateApp(name, change) {
      await database.durably(() => {
        const app = read(name)
        if (!app) return
        database.run('UPDATE apps SET record = ? WHERE name = ?', JSON.stringify({ ...app, ...change, name }), name)
      })
    },
    async deleteApp(name) {
      await database.durably(() => database.run('DELETE FROM apps WHERE name = ?', name))
    },
    async environments(app) {
      return environmentsOf(app)
    },
    async allEnvironments() {
      return records<Environment>(
        database.all('SELECT settings FROM environments ORDER BY app, place, name'),
        'settings',
      )
    },
    async saveEnvironments(app, environments, expected) {
      return database.durably(() => {
        if (!read(app)) throw new TrellisError('app_not_found', `There is no app ${app}.`)
        if (expected && !isDeepStrictEqual(environmentsOf(app), expected)) return false
        save(app, environments)
        return true
      })
    },
  }
}
