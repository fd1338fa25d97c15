import type { ConnectionRecord, ConnectionStore, ConnectionWish } from '../../core/ports/connection-store.ts'
import type { Database } from './database.ts'
import { parsed } from './rows.ts'

export function createConnectionStore(database: Database): ConnectionStore {
  return {
    async connection() {
      return parsed<ConnectionRecord>(database.get('SELECT record FROM github_connection'), 'record')
    },
    async save(record) {
      const sql = 'INSERT OR REPLACE INTO github_connection (one, record) VALUES (1, ?)'
      await database.durably(() => database.run(sql, JSON.stringify(record)))
    },
    async remove() {
      await database.durably(() => database.run('DELETE FROM github_connection'))
    },
    async addWish(wish, now) {
      await database.durably(() => {
        database.run('DELETE FROM github_wishes WHERE expires_at <= ?', now)
        const sql = 'INSERT OR REPLACE INTO github_wishes (state_hash, expires_at, record) VALUES (?, ?, ?)'
        database.run(sql, wish.stateHash, wish.expiresAt, JSON.stringify(wish))
      })
    },
    async wish(stateHash, now) {
      const sql = 'SELECT record FROM github_wishes WHERE state_hash = ? AND expires_at > ?'
      return parsed<ConnectionWish>(database.get(sql, stateHash, now), 'record')
    },
    async takeWish(stateHash, now) {
      return database.durably(() => {
        const sql = 'DELETE FROM github_wishes WHERE state_hash = ? RETURNING record'
        const taken = parsed<ConnectionWish>(database.get(sql, stateHash), 'record')
        return taken && taken.expiresAt > now ? taken : null
      })
    },
  }
}
