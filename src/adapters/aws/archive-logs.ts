import { DeleteItemCommand, QueryCommand } from 'dynamodb-toolbox'
import type { DeploymentStore } from '../../core/ports/deployment-store.ts'
import { endedItem } from './items/archived-log.ts'
import type { AwsLogStore } from './log-store.ts'
import type { RecordsTable } from './table/open-table.ts'
import { sortable } from './table/positions.ts'

/** Looked up at once; the next call finds the rest. */
const atOnce = 50

interface Places {
  logs: AwsLogStore
  deployments: Pick<DeploymentStore, 'get'>
}

/**
 * Archives the logs of deployments that ended by then, the oldest first. The note that it is to be done goes last, so that whatever was
 * interrupted is done again. Trouble with one keeps no other waiting. @throws the first trouble, once all were seen to
 */
export async function archiveLogs(
  table: RecordsTable,
  { logs, deployments }: Places,
  endedBy: number,
  hasTime: () => boolean,
): Promise<void> {
  const ended = endedItem(table)
  const query = table.build(QueryCommand).entities(ended)
  // The id stands behind the time: one that ended in that very millisecond waits for the next.
  const due = query.query({ partition: 'ended', range: { lte: sortable(endedBy) } })
  const { Items = [] } = await due.options({ consistent: true, limit: atOnce }).send()
  const troubles: unknown[] = []
  for (const { id, at } of Items) {
    if (!hasTime()) break
    try {
      await logs.archive(id)
      // Whoever forgot it meanwhile did not see what was archived after.
      if (!(await deployments.get(id))) await logs.remove(id)
      await ended.build(DeleteItemCommand).key({ id, at }).send()
    } catch (error) {
      troubles.push(error)
    }
  }
  if (troubles.length > 0) throw troubles[0]
}
