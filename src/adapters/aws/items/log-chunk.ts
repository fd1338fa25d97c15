import { binary, Entity, item, number, string } from 'dynamodb-toolbox'
import type { RecordsTable } from '../table/open-table.ts'
import { sortable } from '../table/positions.ts'

/** Consecutive lines of a log, under the number of the first. */
export const logChunkItem = (table: RecordsTable) =>
  new Entity({
    name: 'log',
    table,
    schema: item({ deployment: string().key(), first: number().key(), last: number(), lines: binary() }),
    computeKey: ({ deployment, first }) => ({ pk: logOf(deployment), sk: sortable(first) }),
    timestamps: false,
  })

export const logOf = (deployment: string): string => `log#${deployment}`
