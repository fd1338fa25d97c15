import { Entity, item, number, string } from 'dynamodb-toolbox'
import type { AppRecord } from '../../../core/ports/app-store.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'

export const appItem = (table: RecordsTable) =>
  new Entity({
    name: 'app',
    table,
    schema: item({
      name: string().key(),
      record: asIs<AppRecord>(),
      version: number(),
      /** Grows with every change of its list of environments. */
      shape: number(),
    }),
    computeKey: ({ name }) => ({ pk: 'apps', sk: name }),
    timestamps: false,
  })
