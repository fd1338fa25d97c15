import { createHash } from 'node:crypto'
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from 'dynamodb-toolbox'
import { ticketItem, type Watcher } from './items/connection.ts'
import { expiry } from './items/expiry.ts'
import { expiredBy } from './table/expired-by.ts'
import type { RecordsTable } from './table/open-table.ts'
import { onCondition } from './table/write.ts'

/** Tickets for the live stream: shown to one Lambda and redeemed by another. */
export class LiveTickets {
  readonly #table: RecordsTable
  readonly #tickets: ReturnType<typeof ticketItem>

  constructor(table: RecordsTable) {
    this.#table = table
    this.#tickets = ticketItem(table)
  }

  async add(ticket: string, watcher: Watcher, expiresAt: number): Promise<void> {
    const put = this.#tickets.build(PutItemCommand).item({ id: hashOf(ticket), watcher, ...expiry(expiresAt) })
    await put.send()
  }

  /** Whose ticket it is; null when it is unknown, too old or was shown before. */
  async redeem(ticket: string, now: number): Promise<Watcher | null> {
    const id = hashOf(ticket)
    const { Item } = await this.#tickets.build(GetItemCommand).key({ id }).options({ consistent: true }).send()
    if (!Item) return null
    const used = this.#tickets.build(DeleteItemCommand).key({ id })
    const isFirst = await onCondition(used.options({ condition: { attr: 'id', exists: true } }))
    return isFirst && Item.expiresAt > now ? Item.watcher : null
  }

  /** Forgets those that nobody showed. */
  async prune(now: number): Promise<void> {
    for (const id of await expiredBy(this.#table, this.#tickets, now)) {
      await this.#tickets.build(DeleteItemCommand).key({ id }).send()
    }
  }
}

const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('hex')
