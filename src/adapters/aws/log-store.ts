import { BatchDeleteRequest, PutItemCommand, PutTransaction, QueryCommand } from 'dynamodb-toolbox'
import type { LogLine } from '../../contract/log.ts'
import { TrellisError } from '../../core/errors.ts'
import type { LogStore } from '../../core/ports/log-store.ts'
import { logChunkItem, logOf } from './items/log-chunk.ts'
import { type Chunk, packLines, parseLines, unpackJson } from './log-chunk.ts'
import { searchChunks } from './log-search.ts'
import { again, untilUndisturbed } from './table/again.ts'
import { deleteAll } from './table/delete-all.ts'
import type { RecordsTable } from './table/open-table.ts'
import { sortable } from './table/positions.ts'
import { mostWrites, onCondition, type Write, write } from './table/write.ts'

/** Of one transaction; DynamoDB takes 4 MB. */
const mostBytes = 3_500_000

/**
 * A chunk of lines is an item under the number of its first line. Lines have no gaps, so two who append at once both begin
 * after the same last line: the second finds the item taken, and looks again.
 */
export function createLogStore(table: RecordsTable): LogStore {
  const chunks = logChunkItem(table)
  const query = (deployment: string) =>
    table
      .build(QueryCommand)
      .entities(chunks)
      .query({ partition: logOf(deployment) })

  async function last(deployment: string): Promise<number> {
    const newest = query(deployment).options({ consistent: true, reverse: true, limit: 1, attributes: ['last'] })
    return (await newest.send()).Items?.[0]?.last ?? 0
  }

  /** Where the chunk begins that a line lies in. */
  async function startOf(deployment: string, seq: number): Promise<number> {
    const before = table
      .build(QueryCommand)
      .entities(chunks)
      .query({ partition: logOf(deployment), range: { lte: sortable(seq) } })
    const options = { consistent: true, reverse: true, limit: 1, attributes: ['first' as const] }
    return (await before.options(options).send()).Items?.[0]?.first ?? seq
  }

  /** Chunks from the one that begins at `at` on, page by page. */
  async function* from(deployment: string, at: number, direction: 'forward' | 'backward', limit: number) {
    const forward = direction === 'forward'
    const range = forward ? { gte: sortable(at) } : { lte: sortable(at) }
    let start: Record<string, unknown> | undefined
    do {
      const page = await table
        .build(QueryCommand)
        .entities(chunks)
        .query({ partition: logOf(deployment), range })
        .options({ consistent: true, reverse: !forward, limit, ...(start && { exclusiveStartKey: start }) })
        .send()
      yield* page.Items ?? []
      start = page.LastEvaluatedKey
    } while (start)
  }

  /** @returns false: somebody else wrote from the same line on. */
  async function put(deployment: string, [one, ...more]: readonly Chunk[]): Promise<boolean> {
    const condition = { attr: 'first', exists: false } as const
    if (!one) return true
    if (more.length === 0) {
      return onCondition(
        chunks
          .build(PutItemCommand)
          .item({ deployment, ...one })
          .options({ condition }),
      )
    }
    const puts = [one, ...more].map(
      (chunk): Write =>
        chunks
          .build(PutTransaction)
          .item({ deployment, ...chunk })
          .options({ condition }),
    )
    return (await write(...puts)).done
  }

  return {
    async append(deployment, lines) {
      await untilUndisturbed(async () => {
        const stored = await last(deployment)
        const added = lines.filter(line => line.seq > stored)
        refuseGap(deployment, added, stored)
        for (const batch of inTransactions(packLines(added))) {
          if (!(await put(deployment, batch))) return again
        }
        return undefined
      })
    },
    async read(deployment, seq, limit) {
      const lines: LogLine[] = []
      let next = seq
      const first = await startOf(deployment, seq)
      for await (const chunk of from(deployment, first, 'forward', 64)) {
        if (lines.length >= limit || chunk.first > next) break
        const all = parseLines(chunk.first, unpackJson(chunk.lines))
        const wanted = all.slice(next - chunk.first, next - chunk.first + limit - lines.length)
        lines.push(...wanted)
        next += wanted.length
      }
      return { lines, next }
    },
    async search(deployment, wish) {
      const first = wish.direction === 'forward' ? await startOf(deployment, wish.from) : wish.from
      return searchChunks(from(deployment, first, wish.direction, 64), wish)
    },
    last,
    async remove(deployment) {
      const all = query(deployment).options({
        consistent: true,
        attributes: ['deployment', 'first'],
        maxPages: Number.POSITIVE_INFINITY,
      })
      const { Items = [] } = await all.send()
      await deleteAll(
        table,
        Items.map(key => chunks.build(BatchDeleteRequest).key(key)),
      )
    },
  }
}

/** One transaction, but for a batch larger than any that the API lets in: then its later lines come in transactions after it. */
function inTransactions(chunks: readonly Chunk[]): Chunk[][] {
  const batches: Chunk[][] = []
  let bytes = 0
  for (const chunk of chunks) {
    const batch = batches.at(-1)
    bytes += chunk.lines.length
    if (batch && batch.length < mostWrites && bytes <= mostBytes) batch.push(chunk)
    else {
      batches.push([chunk])
      bytes = chunk.lines.length
    }
  }
  return batches
}

function refuseGap(deployment: string, lines: readonly LogLine[], last: number): void {
  const gap = lines.find((line, index) => line.seq !== last + index + 1)
  if (gap) throw new TrellisError('internal', `Line ${gap.seq} of ${deployment} would leave a gap in its log.`)
}
