import { Entity, item, string } from 'dynamodb-toolbox'
import type { AccountRecord } from '../../../core/ports/account-store.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'

export const accountItem = (table: RecordsTable) =>
  new Entity({
    name: 'account',
    table,
    schema: item({ name: string().key(), record: asIs<AccountRecord>() }),
    computeKey: ({ name }) => ({ pk: 'accounts', sk: name }),
    timestamps: false,
  })
