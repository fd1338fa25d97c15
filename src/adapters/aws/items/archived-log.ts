import { Entity, item, number, string } from 'dynamodb-toolbox'
import type { RecordsTable } from '../table/open-table.ts'
import { sortable } from '../table/positions.ts'
import { asIs } from './as-is.ts'

/** Where in an object some consecutive lines lie: the number of the first, and the first byte. They end where the next ones begin. */
export type Member = [first: number, offset: number]

/** Lines of a log that lie in an object, under the number of the first. Apart from the chunks, so that no question meets both. */
export const archivedLogItem = (table: RecordsTable) =>
  new Entity({
    name: 'archived-log',
    table,
    schema: item({
      deployment: string().key(),
      first: number().key(),
      last: number(),
      object: string(),
      bytes: number(),
      members: asIs<Member[]>(),
    }),
    computeKey: ({ deployment, first }) => ({ pk: archiveOf(deployment), sk: sortable(first) }),
    timestamps: false,
  })

export const archiveOf = (deployment: string): string => `archive#${deployment}`

/** A deployment that ended, and whose log is still to be archived; in the order of their ends. */
export const endedItem = (table: RecordsTable) =>
  new Entity({
    name: 'ended',
    table,
    schema: item({ id: string().key(), at: number().key() }),
    computeKey: ({ id, at }) => ({ pk: 'ended', sk: `${sortable(at)}#${id}` }),
    timestamps: false,
  })
