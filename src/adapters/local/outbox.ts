import type { Outbox, OutboxMessage } from '../../core/ports/outbox.ts'
import type { Database } from './database.ts'

/** To be called inside the transaction of the change that the messages belong to. */
export function putMessages(database: Database, messages: readonly OutboxMessage[], notBefore = 0): void {
  for (const message of messages) {
    database.run('INSERT INTO outbox (message, not_before) VALUES (?, ?)', JSON.stringify(message), notBefore)
  }
}

/** A message that waits as it is, and was not handed out yet, is not put again. To be called as `putMessages`. */
export function putOnce(database: Database, messages: readonly OutboxMessage[]): void {
  for (const message of messages) {
    const text = JSON.stringify(message)
    const sql = `INSERT INTO outbox (message, not_before)
      SELECT ?, 0 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE message = ? AND attempts = 0)`
    database.run(sql, text, text)
  }
}

/** What a power cut undoes of taking, ending or postponing is done again: handlers are idempotent. */
export function createOutbox(database: Database): Outbox {
  return {
    async put(message, notBefore) {
      await database.durably(() => putMessages(database, [message], notBefore))
    },
    async take(now, leaseUntil, limit) {
      // Asked several times a second: an empty outbox must not cost a write.
      const due = 'SELECT position, message, attempts FROM outbox WHERE not_before <= ? ORDER BY position LIMIT ?'
      if (!database.get(due, now, 1)) return []
      return database.transaction(() => {
        const rows = database.all(due, now, limit)
        for (const { position } of rows) {
          const sql = 'UPDATE outbox SET not_before = ?, attempts = attempts + 1 WHERE position = ?'
          database.run(sql, leaseUntil, position ?? null)
        }
        return rows.map(row => ({
          id: String(row.position),
          attempts: Number(row.attempts),
          message: JSON.parse(String(row.message)) as OutboxMessage,
        }))
      }, 'quick')
    },
    async done(id) {
      database.transaction(() => database.run('DELETE FROM outbox WHERE position = ?', Number(id)), 'quick')
    },
    async postpone(id, notBefore) {
      const sql = 'UPDATE outbox SET not_before = ? WHERE position = ?'
      database.transaction(() => database.run(sql, notBefore, Number(id)), 'quick')
    },
  }
}
