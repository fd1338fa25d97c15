import type { DeliveryStore } from '../../core/ports/delivery-store.ts'
import type { Database } from './database.ts'
import { putOnce } from './outbox.ts'

export function createDeliveryStore(database: Database): DeliveryStore {
  return {
    async accept(id, at, messages) {
      return database.durably(() => {
        if (database.run('INSERT OR IGNORE INTO github_deliveries (id, at) VALUES (?, ?)', id, at) === 0) return false
        const counted = 'accepted = accepted + 1, last_at = max(coalesce(last_at, 0), ?)'
        database.run(`UPDATE github_delivery_facts SET ${counted}`, at)
        putOnce(database, messages)
        return true
      })
    },
    async refuse() {
      // Whoever guesses signatures must not make the disk work.
      database.transaction(() => database.run('UPDATE github_delivery_facts SET refused = refused + 1'), 'quick')
    },
    async facts() {
      const row = database.get('SELECT last_at, accepted, refused FROM github_delivery_facts')
      const lastAt = row?.last_at
      return {
        lastAt: lastAt === null || lastAt === undefined ? null : Number(lastAt),
        accepted: Number(row?.accepted ?? 0),
        refused: Number(row?.refused ?? 0),
      }
    },
    async prune(until) {
      database.transaction(() => database.run('DELETE FROM github_deliveries WHERE at < ?', until), 'quick')
    },
  }
}
