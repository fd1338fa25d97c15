import type { ReportRecord, ReportStore } from '../../core/ports/report-store.ts'
import type { Database } from './database.ts'
import { records } from './rows.ts'

export function createReportStore(database: Database): ReportStore {
  return {
    async some(deployments) {
      const sql = 'SELECT record FROM github_reports WHERE deployment IN (SELECT value FROM json_each(?))'
      return records<ReportRecord>(database.all(sql, JSON.stringify(deployments)))
    },
    async save(record) {
      const sql = `INSERT OR REPLACE INTO github_reports (deployment, record)
        SELECT ?, ? WHERE EXISTS (SELECT 1 FROM deployments WHERE id = ?)`
      await database.durably(() => database.run(sql, record.deployment, JSON.stringify(record), record.deployment))
    },
  }
}
