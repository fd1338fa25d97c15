import {
  BatchDeleteRequest,
  ConditionCheck,
  DeleteItemCommand,
  DeleteTransaction,
  GetItemCommand,
  PutItemCommand,
  PutTransaction,
  QueryCommand,
} from 'dynamodb-toolbox'
import { connectionItem, topicOfItem, type Watcher, watchItem } from './items/connection.ts'
import { expiry } from './items/expiry.ts'
import { deleteAll } from './table/delete-all.ts'
import { expiredBy } from './table/expired-by.ts'
import type { RecordsTable } from './table/open-table.ts'
import { write } from './table/write.ts'

const all = { consistent: true, maxPages: Number.POSITIVE_INFINITY } as const

/** No connection of API Gateway lasts longer. */
const longestMs = 2 * 60 * 60_000

/** Who is connected and watches what. A topic leads to its watchers in one question, however many there are. */
export class Connections {
  readonly #table: RecordsTable
  readonly #connections: ReturnType<typeof connectionItem>
  readonly #topics: ReturnType<typeof topicOfItem>
  readonly #watches: ReturnType<typeof watchItem>

  constructor(table: RecordsTable) {
    this.#table = table
    this.#connections = connectionItem(table)
    this.#topics = topicOfItem(table)
    this.#watches = watchItem(table)
  }

  async admit(id: string, watcher: Watcher, now: number): Promise<void> {
    await this.#connections
      .build(PutItemCommand)
      .item({ id, watcher, ...expiry(now + longestMs) })
      .send()
  }

  async watcher(id: string): Promise<Watcher | null> {
    const get = this.#connections.build(GetItemCommand).key({ id })
    return (await get.options({ consistent: true }).send()).Item?.watcher ?? null
  }

  /** @returns false when there is no such connection any more. */
  async watch(id: string, topic: string): Promise<boolean> {
    const watcher = await this.watcher(id)
    if (!watcher) return false
    const { done } = await write(
      this.#connections.build(ConditionCheck).key({ id }).condition({ attr: 'id', exists: true }),
      this.#topics.build(PutTransaction).item({ connection: id, topic }),
      this.#watches.build(PutTransaction).item({ topic, connection: id, watcher }),
    )
    return done
  }

  async leave(id: string, topic: string): Promise<void> {
    await write(
      this.#topics.build(DeleteTransaction).key({ connection: id, topic }),
      this.#watches.build(DeleteTransaction).key({ connection: id, topic }),
    )
  }

  async topics(id: string): Promise<string[]> {
    const query = this.#table.build(QueryCommand).entities(this.#topics)
    const partition = { partition: `connection#${id}`, range: { beginsWith: 'topic#' } }
    return ((await query.query(partition).options(all).send()).Items ?? []).map(one => one.topic)
  }

  async watching(topic: string): Promise<Array<{ connection: string; watcher: Watcher }>> {
    const query = this.#table.build(QueryCommand).entities(this.#watches)
    return (
      (
        await query
          .query({ partition: `topic#${topic}` })
          .options(all)
          .send()
      ).Items ?? []
    )
  }

  /** The connection first, so that nothing new is watched through it. */
  async drop(id: string): Promise<void> {
    await this.#connections.build(DeleteItemCommand).key({ id }).send()
    const topics = await this.topics(id)
    await deleteAll(
      this.#table,
      topics.map(topic => this.#watches.build(BatchDeleteRequest).key({ topic, connection: id })),
    )
    await deleteAll(
      this.#table,
      topics.map(topic => this.#topics.build(BatchDeleteRequest).key({ topic, connection: id })),
    )
  }

  /** Drops those that cannot be there any more, though nobody said that they went. */
  async prune(now: number): Promise<void> {
    for (const id of await expiredBy(this.#table, this.#connections, now)) await this.drop(id)
  }
}
