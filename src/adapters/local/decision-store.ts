import type { DecisionRecord, DecisionStore } from '../../core/ports/decision-store.ts'
import type { Database } from './database.ts'
import { parsed, records } from './rows.ts'

export function createDecisionStore(database: Database): DecisionStore {
  return {
    async record(decision) {
      const { app, environment, commit } = decision
      await database.durably(() => {
        if (!database.get('SELECT 1 FROM environments WHERE app = ? AND name = ?', app, environment)) return
        // A new row: the newest has the highest position.
        const sql = 'INSERT OR REPLACE INTO push_decisions (app, environment, commit_id, record) VALUES (?, ?, ?, ?)'
        database.run(sql, app, environment, commit, JSON.stringify(decision))
      })
    },
    async decision(app, environment, commit) {
      const sql = 'SELECT record FROM push_decisions WHERE app = ? AND environment = ? AND commit_id = ?'
      return parsed<DecisionRecord>(database.get(sql, app, environment, commit), 'record')
    },
    async newest(app, environment, limit) {
      const sql = 'SELECT record FROM push_decisions WHERE app = ? AND environment = ? ORDER BY position DESC LIMIT ?'
      return records<DecisionRecord>(database.all(sql, app, environment, limit))
    },
  }
}
