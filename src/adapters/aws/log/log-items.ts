import { BatchDeleteRequest, PutItemCommand, PutTransaction, QueryCommand } from 'dynamodb-toolbox'
import { logChunkItem, logOf } from '../items/log-chunk.ts'
import { deleteAll } from '../table/delete-all.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { sortable } from '../table/positions.ts'
import { onCondition, type Write, write } from '../table/write.ts'
import type { Chunk } from './log-chunk.ts'

const page = 64

/** The lines that lie in the table: chunks, each an item under the number of its first line. */
export class LogItems {
  readonly #table: RecordsTable
  readonly #chunks: ReturnType<typeof logChunkItem>

  constructor(table: RecordsTable) {
    this.#table = table
    this.#chunks = logChunkItem(table)
  }

  /** The number of the last line; null: none lies here. */
  async last(deployment: string): Promise<number | null> {
    const newest = this.#query(deployment).options({ consistent: true, reverse: true, limit: 1, attributes: ['last'] })
    return (await newest.send()).Items?.[0]?.last ?? null
  }

  /** Where the chunk begins that a line lies in. */
  async startOf(deployment: string, seq: number): Promise<number> {
    const before = this.#query(deployment, { lte: sortable(seq) })
    const options = { consistent: true, reverse: true, limit: 1, attributes: ['first' as const] }
    return (await before.options(options).send()).Items?.[0]?.first ?? seq
  }

  /** Chunks from the one that begins at `at` on, page by page. */
  async *from(deployment: string, at: number, direction: 'forward' | 'backward'): AsyncGenerator<Chunk> {
    const forward = direction === 'forward'
    const range = forward ? { gte: sortable(at) } : { lte: sortable(at) }
    let start: Record<string, unknown> | undefined
    do {
      const found = await this.#query(deployment, range)
        .options({ consistent: true, reverse: !forward, limit: page, ...(start && { exclusiveStartKey: start }) })
        .send()
      yield* found.Items ?? []
      start = found.LastEvaluatedKey
    } while (start)
  }

  /** @returns false: somebody else wrote from the same line on. */
  async put(deployment: string, [one, ...more]: readonly Chunk[]): Promise<boolean> {
    const condition = { attr: 'first', exists: false } as const
    if (!one) return true
    if (more.length === 0) {
      const put = this.#chunks.build(PutItemCommand).item({ deployment, ...one })
      return onCondition(put.options({ condition }))
    }
    const puts = [one, ...more].map((chunk): Write => {
      const put = this.#chunks.build(PutTransaction).item({ deployment, ...chunk })
      return put.options({ condition })
    })
    return (await write(...puts)).done
  }

  /** Removes those that begin no later than a line. The newest at the very end, since it tells what the last line is. */
  async removeUpTo(deployment: string, seq: number): Promise<void> {
    const query = this.#query(deployment, { lte: sortable(seq) })
    const all = { consistent: true, attributes: ['deployment', 'first'] as const, maxPages: Number.POSITIVE_INFINITY }
    const { Items = [] } = await query.options({ ...all, attributes: [...all.attributes] }).send()
    const removals = Items.map(key => this.#chunks.build(BatchDeleteRequest).key(key))
    await deleteAll(this.#table, removals.slice(0, -1))
    await deleteAll(this.#table, removals.slice(-1))
  }

  #query(deployment: string, range?: { lte: string } | { gte: string }) {
    const query = this.#table.build(QueryCommand).entities(this.#chunks)
    return query.query({ partition: logOf(deployment), ...(range && { range }) })
  }
}
