import { DeleteItemCommand, PutTransaction, QueryCommand, UpdateItemCommand } from 'dynamodb-toolbox'
import type { Outbox, OutboxEntry, OutboxMessage } from '../../core/ports/outbox.ts'
import { outboxItem } from './items/outbox.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import type { Positions } from './table/positions.ts'
import { onCondition, type Write, write } from './table/write.ts'

/** Writes that belong into the transaction of the change that the messages go with. */
export type MessageWrites = (messages: readonly OutboxMessage[], notBefore?: number) => Write[]

export function messageWrites(table: RecordsTable, positions: Positions): MessageWrites {
  const messages = outboxItem(table)
  return (given, notBefore = 0) =>
    copy(given).map(message =>
      messages.build(PutTransaction).item({ id: positions.next(), message, notBefore, attempts: 0 }),
    )
}

/** Messages lie in the order of their writing; there are few at any time, since each goes when it was delivered. */
export function createOutbox(table: RecordsTable, puts: MessageWrites): Outbox {
  const messages = outboxItem(table)

  /** One of those who saw it due gets it. */
  const leased = ({ id, attempts, notBefore }: { id: string; attempts: number; notBefore: number }, until: number) =>
    onCondition(
      messages
        .build(UpdateItemCommand)
        .item({ id, notBefore: until, attempts: attempts + 1 })
        .options({
          condition: {
            and: [
              { attr: 'attempts', eq: attempts },
              { attr: 'notBefore', eq: notBefore },
            ],
          },
        }),
    )

  return {
    async put(message, notBefore) {
      await write(...puts([message], notBefore))
    },
    async take(now, leaseUntil, limit) {
      const taken: OutboxEntry[] = []
      let start: Record<string, unknown> | undefined
      do {
        const page = await table
          .build(QueryCommand)
          .entities(messages)
          .query({ partition: 'outbox' })
          .options({
            consistent: true,
            filters: { message: { attr: 'notBefore', lte: now } },
            ...(start && { exclusiveStartKey: start }),
          })
          .send()
        for (const found of page.Items ?? []) {
          if (taken.length === limit) return taken
          if (await leased(found, leaseUntil)) {
            taken.push({ id: found.id, attempts: found.attempts, message: found.message })
          }
        }
        start = page.LastEvaluatedKey
      } while (start)
      return taken
    },
    async done(id) {
      await messages.build(DeleteItemCommand).key({ id }).send()
    },
    async postpone(id, notBefore) {
      const change = messages.build(UpdateItemCommand).item({ id, notBefore })
      await onCondition(change.options({ condition: { attr: 'id', exists: true } }))
    },
  }
}
