import { Entity, item, number, string } from 'dynamodb-toolbox'
import type { TokenRecord } from '../../../core/ports/token-store.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'

/** Under its hash: that is how it is looked for with each request. */
export const tokenItem = (table: RecordsTable) =>
  new Entity({
    name: 'token',
    table,
    schema: item({
      hash: string().key(),
      record: asIs<Omit<TokenRecord, 'lastUsedAt'>>(),
      lastUsedAt: number().optional(),
    }),
    computeKey: ({ hash }) => ({ pk: `token#${hash}`, sk: 'token' }),
    timestamps: false,
  })

/** Which token bears a name: written and removed with it. */
export const tokenNameItem = (table: RecordsTable) =>
  new Entity({
    name: 'token-name',
    table,
    schema: item({ name: string().key(), hash: string() }),
    computeKey: ({ name }) => ({ pk: 'tokens', sk: name }),
    timestamps: false,
  })
