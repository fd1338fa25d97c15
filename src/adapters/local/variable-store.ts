import { TrellisError } from '../../core/errors.ts'
import type { VariableRecord, VariableStore } from '../../core/ports/variable-store.ts'
import type { Database } from './database.ts'
import { records } from './rows.ts'

export function createVariableStore(database: Database): VariableStore {
  return {
    async variables(app, environment) {
      const rows = database.all(
        'SELECT record FROM variables WHERE app = ? AND environment = ? ORDER BY key',
        app,
        environment,
      )
      return records<VariableRecord>(rows)
    },
    async saveVariables(app, environment, variables) {
      await database.durably(() => {
        if (!database.get('SELECT 1 FROM environments WHERE app = ? AND name = ?', app, environment)) {
          throw new TrellisError('environment_not_found', `There is no environment ${environment} of ${app}.`)
        }
        for (const variable of variables) {
          database.run(
            `INSERT INTO variables (app, environment, key, record) VALUES (?, ?, ?, ?)
             ON CONFLICT (app, environment, key) DO UPDATE SET record = excluded.record`,
            app,
            environment,
            variable.key,
            JSON.stringify(variable),
          )
        }
      })
    },
    async removeVariable(app, environment, key) {
      const sql = 'DELETE FROM variables WHERE app = ? AND environment = ? AND key = ?'
      return (await database.durably(() => database.run(sql, app, environment, key))) > 0
    },
  }
}
