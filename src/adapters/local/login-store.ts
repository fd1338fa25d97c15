import type { LoginRequest, LoginStore } from '../../core/ports/login-store.ts'
import type { Database, Row } from './database.ts'
import { parsed } from './rows.ts'

type Kept = Omit<LoginRequest, 'decision' | 'askedAt'>

export function createLoginStore(database: Database): LoginStore {
  const columns = 'asked_at, decision, record'
  return {
    async addLogin({ decision, askedAt, ...request }) {
      database.transaction(() => {
        database.run('DELETE FROM login_requests WHERE expires_at <= ?', request.createdAt)
        database.run(
          `INSERT INTO login_requests (device_hash, code_hash, expires_at, asked_at, decision, record)
           VALUES (?, ?, ?, ?, ?, ?)`,
          request.deviceHash,
          request.codeHash,
          request.expiresAt,
          askedAt,
          decision && JSON.stringify(decision),
          JSON.stringify(request),
        )
      })
    },
    async login(codeHash, now) {
      const sql = `SELECT ${columns} FROM login_requests WHERE code_hash = ? AND expires_at > ?`
      return requestOf(database.get(sql, codeHash, now))
    },
    async decideLogin(codeHash, decision, now) {
      const sql = `UPDATE login_requests SET decision = ? WHERE code_hash = ? AND expires_at > ? AND decision IS NULL`
      return database.transaction(() => database.run(sql, JSON.stringify(decision), codeHash, now)) > 0
    },
    async askLogin(deviceHash, now) {
      const sql = `SELECT ${columns} FROM login_requests WHERE device_hash = ? AND expires_at > ?`
      return database.transaction(() => {
        const before = requestOf(database.get(sql, deviceHash, now))
        database.run('UPDATE login_requests SET asked_at = ? WHERE device_hash = ?', now, deviceHash)
        return before
      }, 'quick')
    },
    async takeLogin(deviceHash) {
      const sql = `DELETE FROM login_requests WHERE device_hash = ? AND decision IS NOT NULL RETURNING ${columns}`
      return database.transaction(() => requestOf(database.get(sql, deviceHash)))
    },
  }
}

function requestOf(row: Row | undefined): LoginRequest | null {
  const kept = parsed<Kept>(row, 'record')
  if (!row || !kept) return null
  const askedAt = row.asked_at === null ? null : Number(row.asked_at)
  return { ...kept, askedAt, decision: parsed<NonNullable<LoginRequest['decision']>>(row, 'decision') }
}
