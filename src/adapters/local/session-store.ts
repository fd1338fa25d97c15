import type { Actor } from '../../contract/actor.ts'
import type { SessionRecord, SessionStore } from '../../core/ports/session-store.ts'
import type { Database, Row } from './database.ts'

export function createSessionStore(database: Database): SessionStore {
  return {
    async addLink({ codeHash, actor, expiresAt }) {
      const sql = 'INSERT INTO sign_in_links (code_hash, actor_kind, actor_name, expires_at) VALUES (?, ?, ?, ?)'
      await database.durably(() => database.run(sql, codeHash, actor.kind, actor.name, expiresAt))
    },
    async redeem(codeHash, session) {
      return database.durably(() => {
        const taken = database.get(
          'DELETE FROM sign_in_links WHERE code_hash = ? AND expires_at > ? RETURNING actor_kind, actor_name',
          codeHash,
          session.createdAt,
        )
        if (!taken) return null
        const record = { ...session, actor: actorOf(taken), lastUsedAt: session.createdAt }
        insert(database, record)
        return record
      })
    },
    async begin(session) {
      database.transaction(() => insert(database, session))
    },
    async sessions(now) {
      const sql = 'SELECT * FROM sessions WHERE expires_at > ? ORDER BY created_at DESC, token_hash'
      return database.all(sql, now).map(sessionOf)
    },
    async session(tokenHash, now) {
      const row = database.get('SELECT * FROM sessions WHERE token_hash = ? AND expires_at > ?', tokenHash, now)
      return row ? sessionOf(row) : null
    },
    async used(tokenHash, at) {
      const sql = 'UPDATE sessions SET last_used_at = max(last_used_at, ?) WHERE token_hash = ?'
      database.transaction(() => database.run(sql, at, tokenHash), 'quick')
    },
    async end(tokenHash) {
      await database.durably(() => database.run('DELETE FROM sessions WHERE token_hash = ?', tokenHash))
    },
    async endAllOf({ kind, name }, only) {
      const sql =
        'DELETE FROM sessions WHERE actor_kind = ? AND actor_name = ? AND kind = coalesce(?, kind) RETURNING token_hash'
      return database.durably(() => database.all(sql, kind, name, only ?? null).map(row => String(row.token_hash)))
    },
    async prune(now) {
      await database.durably(() => {
        database.run('DELETE FROM sign_in_links WHERE expires_at <= ?', now)
        database.run('DELETE FROM sessions WHERE expires_at <= ?', now)
      })
    },
  }
}

function insert(database: Database, session: SessionRecord): void {
  const { tokenHash, actor, kind, label, createdAt, expiresAt, lastUsedAt } = session
  database.run(
    `INSERT INTO sessions (token_hash, actor_kind, actor_name, created_at, expires_at, last_used_at, kind, label)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    tokenHash,
    actor.kind,
    actor.name,
    createdAt,
    expiresAt,
    lastUsedAt,
    kind,
    label,
  )
}

const sessionOf = (row: Row): SessionRecord => ({
  tokenHash: String(row.token_hash),
  actor: actorOf(row),
  kind: row.kind as SessionRecord['kind'],
  label: String(row.label),
  createdAt: Number(row.created_at),
  expiresAt: Number(row.expires_at),
  lastUsedAt: Number(row.last_used_at),
})

/** The columns are written by this store, from an actor. */
const actorOf = (row: Row): Actor => ({ kind: row.actor_kind as Actor['kind'], name: String(row.actor_name) })
