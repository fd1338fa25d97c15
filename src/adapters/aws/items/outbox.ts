import { Entity, item, number, string } from 'dynamodb-toolbox'
import type { OutboxMessage } from '../../../core/ports/outbox.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'

export const outboxItem = (table: RecordsTable) =>
  new Entity({
    name: 'message',
    table,
    schema: item({
      id: string().key(),
      message: asIs<OutboxMessage>(),
      notBefore: number(),
      attempts: number(),
    }),
    computeKey: ({ id }) => ({ pk: 'outbox', sk: id }),
    timestamps: false,
  })
