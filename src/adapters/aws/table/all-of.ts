import { type Entity, type FormattedItem, type Query, QueryCommand } from 'dynamodb-toolbox'
import type { RecordsTable } from './open-table.ts'

/** All items of a noun in one partition, in the order of their keys, as they stand at this moment. */
export async function allOf<E extends Entity>(
  table: RecordsTable,
  entity: E,
  query: Query<RecordsTable>,
): Promise<FormattedItem<E>[]> {
  const command = table.build(QueryCommand).entities(entity).query(query)
  const { Items = [] } = await command.options({ consistent: true, maxPages: Number.POSITIVE_INFINITY }).send()
  return Items as FormattedItem<E>[]
}
