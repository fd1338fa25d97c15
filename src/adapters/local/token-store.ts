import { TrellisError } from '../../core/errors.ts'
import type { TokenRecord, TokenStore } from '../../core/ports/token-store.ts'
import type { Database, Row } from './database.ts'

export function createTokenStore(database: Database): TokenStore {
  return {
    async addToken({ lastUsedAt, ...token }) {
      const sql =
        'INSERT INTO tokens (name, hash, last_used_at, record) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING'
      const added = database.transaction(() =>
        database.run(sql, token.name, token.hash, lastUsedAt, JSON.stringify(token)),
      )
      if (!added) throw new TrellisError('already_exists', `There is a token ${token.name} already.`)
    },
    async token(hash) {
      const row = database.get('SELECT last_used_at, record FROM tokens WHERE hash = ?', hash)
      return row ? tokenOf(row) : null
    },
    async tokens() {
      return database.all('SELECT last_used_at, record FROM tokens ORDER BY name').map(tokenOf)
    },
    async tokenUsed(name, at) {
      const sql = 'UPDATE tokens SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE name = ?'
      database.transaction(() => database.run(sql, at, name), 'quick')
    },
    async removeToken(name) {
      const sql = 'DELETE FROM tokens WHERE name = ? RETURNING last_used_at, record'
      const row = database.transaction(() => database.get(sql, name))
      return row ? tokenOf(row) : null
    },
  }
}

/** The record is written by this store. */
const tokenOf = (row: Row): TokenRecord => ({
  ...(JSON.parse(String(row.record)) as Omit<TokenRecord, 'lastUsedAt'>),
  lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at),
})
