import { DeleteItemCommand, GetItemCommand, PutTransaction, QueryCommand } from 'dynamodb-toolbox'
import { TrellisError } from '../../core/errors.ts'
import type { AccountStore } from '../../core/ports/account-store.ts'
import { accountItem } from './items/account.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import { write } from './table/write.ts'

export function createAccountStore(table: RecordsTable): AccountStore {
  const accounts = accountItem(table)
  return {
    async addAccount(account) {
      const { name } = account
      const added = accounts.build(PutTransaction).item({ name, record: copy(account) })
      const { done } = await write(added.options({ condition: { attr: 'name', exists: false } }))
      if (!done) throw new TrellisError('already_exists', `There is an account ${name} already.`)
    },
    async account(name) {
      const { Item } = await accounts.build(GetItemCommand).key({ name }).options({ consistent: true }).send()
      return Item?.record ?? null
    },
    async accounts() {
      const query = table.build(QueryCommand).entities(accounts).query({ partition: 'accounts' })
      const { Items = [] } = await query.options({ consistent: true, maxPages: Number.POSITIVE_INFINITY }).send()
      return Items.map(one => one.record)
    },
    async replaceAccount(account) {
      const { name } = account
      const replaced = accounts.build(PutTransaction).item({ name, record: copy(account) })
      return (await write(replaced.options({ condition: { attr: 'name', exists: true } }))).done
    },
    async removeAccount(name) {
      await accounts.build(DeleteItemCommand).key({ name }).send()
    },
  }
}
