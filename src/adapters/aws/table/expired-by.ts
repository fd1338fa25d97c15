import { type Entity, QueryCommand } from 'dynamodb-toolbox'
import { expiring } from '../items/expiry.ts'
import type { RecordsTable } from './open-table.ts'
import { sortable } from './positions.ts'

/** The ids of those of a noun that have ended by then; there is an index of what has an end. */
export async function expiredBy(table: RecordsTable, entity: Entity, now: number): Promise<string[]> {
  const query = { index: 'list', partition: expiring, range: { lte: sortable(now) } } as const
  const command = table.build(QueryCommand).entities(entity).query(query)
  const { Items = [] } = await command.options({ attributes: ['id'], maxPages: Number.POSITIVE_INFINITY }).send()
  return (Items as { id: string }[]).map(one => one.id)
}
