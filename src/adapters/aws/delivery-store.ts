import {
  $add,
  ConditionCheck,
  DeleteItemCommand,
  GetItemCommand,
  PutTransaction,
  QueryCommand,
  UpdateItemCommand,
  UpdateTransaction,
} from 'dynamodb-toolbox'
import type { DeliveryStore } from '../../core/ports/delivery-store.ts'
import type { OutboxMessage } from '../../core/ports/outbox.ts'
import { server } from './items/deployment.ts'
import { allDeliveries, deliveryFactsItem, deliveryItem } from './items/github.ts'
import { outboxItem } from './items/outbox.ts'
import type { MessageWrites } from './outbox.ts'
import { again, untilUndisturbed } from './table/again.ts'
import { allOf } from './table/all-of.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import { sortable } from './table/positions.ts'
import { type Write, write } from './table/write.ts'

export function createDeliveryStore(table: RecordsTable, puts: MessageWrites): DeliveryStore {
  const deliveries = deliveryItem(table)
  const counts = deliveryFactsItem(table)
  const waiting = outboxItem(table)

  async function facts() {
    const { Item } = await counts.build(GetItemCommand).key(server).options({ consistent: true }).send()
    return { lastAt: Item?.lastAt ?? null, accepted: Item?.accepted ?? 0, refused: Item?.refused ?? 0 }
  }

  /** One more came. The time is that of the latest, in whichever order they are written. */
  function counted(at: number, lastAt: number | null): Write {
    const more = { ...server, accepted: $add(1) }
    if (lastAt !== null && lastAt >= at) return counts.build(UpdateTransaction).item(more)
    const isLater = {
      or: [
        { attr: 'lastAt' as const, exists: false as const },
        { attr: 'lastAt' as const, lt: at },
      ],
    }
    return counts
      .build(UpdateTransaction)
      .item({ ...more, lastAt: at })
      .options({ condition: isLater })
  }

  /** Puts what does not wait yet; of the rest makes sure that it still does. Two who come at the same moment may both put: it is done once all the same. */
  async function putOnce(messages: readonly OutboxMessage[]): Promise<Write[]> {
    if (messages.length === 0) return []
    const waits = new Map<string, string>()
    for (const { id, message, attempts } of await allOf(table, waiting, { partition: 'outbox' })) {
      if (attempts === 0) waits.set(JSON.stringify(message), id)
    }
    return messages.flatMap((message): Write[] => {
      const id = waits.get(JSON.stringify(message))
      if (id === undefined) return puts([message])
      return [waiting.build(ConditionCheck).key({ id }).condition({ attr: 'attempts', eq: 0 })]
    })
  }

  return {
    accept(id, at, messages) {
      const given = copy(messages)
      const came = deliveries
        .build(PutTransaction)
        .item({ id, list: allDeliveries, position: sortable(at) })
        .options({ condition: { attr: 'id', exists: false } })
      return untilUndisturbed(async () => {
        const { lastAt } = await facts()
        const { done, unmet } = await write(came, counted(at, lastAt), ...(await putOnce(given)))
        if (done) return true
        return unmet.includes(0) ? false : again
      })
    },
    async refuse() {
      await counts
        .build(UpdateItemCommand)
        .item({ ...server, refused: $add(1) })
        .send()
    },
    facts,
    async prune(until) {
      const query = table
        .build(QueryCommand)
        .entities(deliveries)
        .query({ index: 'list', partition: allDeliveries, range: { lt: sortable(until) } })
      const { Items = [] } = await query.options({ attributes: ['id'], maxPages: Number.POSITIVE_INFINITY }).send()
      for (const { id } of Items) await deliveries.build(DeleteItemCommand).key({ id }).send()
    },
  }
}
