import { QueryCommand } from 'dynamodb-toolbox'
import { askedBy } from '../../core/ports/deployment-record.ts'
import type { DeploymentRecord, DeploymentStore } from '../../core/ports/deployment-store.ts'
import { allDeployments, deploymentItem } from './items/deployment.ts'
import type { RecordsTable } from './table/open-table.ts'

type ListQuery = Parameters<DeploymentStore['list']>[0]
type Stored = { record: DeploymentRecord; position: string }

/** Reads of the table itself. */
interface Reads {
  one(id: string): Promise<Stored | null>
  many(ids: readonly string[]): Promise<Stored[]>
}

/**
 * Newest first, by the index that fits best; what it does not decide is sorted out among its small entries. The records
 * themselves are then read from the table, so that no index that lags shows an old state.
 */
export async function listDeployments(
  table: RecordsTable,
  reads: Reads,
  query: ListQuery,
): Promise<DeploymentRecord[]> {
  const { before, limit } = query
  const position = before === undefined ? undefined : (await reads.one(before))?.position
  if (limit < 1 || (before !== undefined && position === undefined)) return []
  const found: DeploymentRecord[] = []
  for await (const ids of pages(table, query, position)) {
    const records = new Map((await reads.many(ids)).map(one => [one.record.id, one.record]))
    for (const id of ids) {
      const record = records.get(id)
      if (record && fits(record, query)) found.push(record)
      if (found.length === limit) return found
    }
  }
  return found
}

async function* pages(table: RecordsTable, query: ListQuery, before: string | undefined): AsyncGenerator<string[]> {
  const deployments = deploymentItem(table)
  const { index, partition, rest } = bestIndex(query)
  const conditions = Object.entries(rest).flatMap(([attr, eq]) =>
    eq === undefined ? [] : [{ attr: attr as 'app' | 'environment' | 'kind' | 'state' | 'actor', eq }],
  )
  let start: Record<string, unknown> | undefined
  do {
    const page = await table
      .build(QueryCommand)
      .entities(deployments)
      .query({ index, partition, ...(before !== undefined && { range: { lt: before } }) })
      .options({
        reverse: true,
        attributes: ['id'],
        // A filter comes after the limit: a small page could hold nothing that fits.
        ...(conditions.length === 0 ? { limit: query.limit } : { filters: { deployment: { and: conditions } } }),
        ...(start && { exclusiveStartKey: start }),
      })
      .send()
    const ids = (page.Items ?? []).map(one => one.id)
    for (let at = 0; at < ids.length; at += 100) yield ids.slice(at, at + 100)
    start = page.LastEvaluatedKey
  } while (start)
}

/** The index with the fewest entries to look at, and what is left to ask of them. */
function bestIndex({ app, environment, commit, kind, state, actor }: ListQuery) {
  const rest = { app, environment, kind, state, actor }
  if (commit !== undefined) return { index: 'commit', partition: commit, rest } as const
  if (app === undefined) return { index: 'list', partition: allDeployments, rest } as const
  if (environment === undefined) return { index: 'app', partition: app, rest: { ...rest, app: undefined } } as const
  const place = `${app}/${environment}`
  const left = { state, actor }
  if (kind !== undefined) return { index: 'kind', partition: `${place}/${kind}`, rest: left } as const
  return { index: 'environment', partition: place, rest: left } as const
}

const fits = (record: DeploymentRecord, { state, kind, commit, actor }: ListQuery): boolean =>
  (state === undefined || record.state === state) &&
  (kind === undefined || record.kind === kind) &&
  (commit === undefined || record.commit === commit) &&
  (actor === undefined || askedBy(record) === actor)
