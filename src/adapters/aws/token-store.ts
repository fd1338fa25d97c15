import { DeleteTransaction, GetItemCommand, PutTransaction, UpdateItemCommand } from 'dynamodb-toolbox'
import { TrellisError } from '../../core/errors.ts'
import type { TokenRecord, TokenStore } from '../../core/ports/token-store.ts'
import { tokenItem, tokenNameItem } from './items/token.ts'
import { again, untilUndisturbed } from './table/again.ts'
import { allOf } from './table/all-of.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import { onCondition, write } from './table/write.ts'

export function createTokenStore(table: RecordsTable): TokenStore {
  const tokens = tokenItem(table)
  const names = tokenNameItem(table)

  async function read(hash: string): Promise<TokenRecord | null> {
    const { Item } = await tokens.build(GetItemCommand).key({ hash }).options({ consistent: true }).send()
    return Item ? { ...Item.record, lastUsedAt: Item.lastUsedAt ?? null } : null
  }

  async function hashOf(name: string): Promise<string | null> {
    const { Item } = await names.build(GetItemCommand).key({ name }).options({ consistent: true }).send()
    return Item?.hash ?? null
  }

  return {
    async addToken(token) {
      const { lastUsedAt, ...record } = copy(token)
      const { name, hash } = record
      const { done } = await write(
        names
          .build(PutTransaction)
          .item({ name, hash })
          .options({ condition: { attr: 'name', exists: false } }),
        tokens.build(PutTransaction).item({ hash, record, ...(lastUsedAt !== null && { lastUsedAt }) }),
      )
      if (!done) throw new TrellisError('already_exists', `There is a token ${name} already.`)
    },
    token: read,
    async tokens() {
      const all = await allOf(table, names, { partition: 'tokens' })
      return (await Promise.all(all.map(one => read(one.hash)))).filter(one => one !== null)
    },
    async tokenUsed(name, at) {
      const hash = await hashOf(name)
      if (hash === null) return
      const later = tokens.build(UpdateItemCommand).item({ hash, lastUsedAt: at })
      const isLater = {
        or: [
          { attr: 'lastUsedAt' as const, exists: false as const },
          { attr: 'lastUsedAt' as const, lt: at },
        ],
      }
      await onCondition(later.options({ condition: { and: [{ attr: 'record', exists: true }, isLater] } }))
    },
    removeToken(name) {
      return untilUndisturbed(async () => {
        const hash = await hashOf(name)
        const token = hash === null ? null : await read(hash)
        if (hash === null || !token) return null
        const { done } = await write(
          names
            .build(DeleteTransaction)
            .key({ name })
            .options({ condition: { attr: 'hash', eq: hash } }),
          tokens.build(DeleteTransaction).key({ hash }),
        )
        return done ? token : again
      })
    },
  }
}
