import { DeleteItemCommand, GetItemCommand, PutItemCommand } from 'dynamodb-toolbox'
import type { ConnectionStore } from '../../core/ports/connection-store.ts'
import { server } from './items/deployment.ts'
import { expiry } from './items/expiry.ts'
import { gitHubItem, wishItem } from './items/github.ts'
import { copy } from './table/copy.ts'
import { expiredBy } from './table/expired-by.ts'
import type { RecordsTable } from './table/open-table.ts'
import { onCondition } from './table/write.ts'

export function createConnectionStore(table: RecordsTable): ConnectionStore {
  const gitHub = gitHubItem(table)
  const wishes = wishItem(table)

  async function wish(id: string, now: number) {
    const { Item } = await wishes.build(GetItemCommand).key({ id }).options({ consistent: true }).send()
    return Item && Item.expiresAt > now ? Item.record : null
  }

  return {
    async connection() {
      const { Item } = await gitHub.build(GetItemCommand).key(server).options({ consistent: true }).send()
      return Item?.record ?? null
    },
    async save(record) {
      await gitHub
        .build(PutItemCommand)
        .item({ ...server, record: copy(record) })
        .send()
    },
    async remove() {
      await gitHub.build(DeleteItemCommand).key(server).send()
    },
    async addWish(given, now) {
      for (const id of await expiredBy(table, wishes, now)) await wishes.build(DeleteItemCommand).key({ id }).send()
      const put = { id: given.stateHash, record: copy(given), ...expiry(given.expiresAt) }
      await wishes.build(PutItemCommand).item(put).send()
    },
    wish,
    async takeWish(id, now) {
      const found = await wish(id, now)
      if (!found) return null
      const gone = wishes.build(DeleteItemCommand).key({ id })
      return (await onCondition(gone.options({ condition: { attr: 'id', exists: true } }))) ? found : null
    },
  }
}
