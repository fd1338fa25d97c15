import { DeleteTransaction, GetItemCommand, PutTransaction, UpdateItemCommand } from 'dynamodb-toolbox'
import type { LoginRequest, LoginStore } from '../../core/ports/login-store.ts'
import { expiry } from './items/expiry.ts'
import { loginCodeItem, loginItem } from './items/login.ts'
import { again, untilUndisturbed } from './table/again.ts'
import { copy } from './table/copy.ts'
import { expiredBy } from './table/expired-by.ts'
import type { RecordsTable } from './table/open-table.ts'
import { whole } from './table/whole.ts'
import { onCondition, write } from './table/write.ts'

export function createLoginStore(table: RecordsTable): LoginStore {
  const logins = loginItem(table)
  const codes = loginCodeItem(table)

  async function read(id: string): Promise<LoginRequest | null> {
    const { Item } = await logins.build(GetItemCommand).key({ id }).options({ consistent: true }).send()
    return Item ? { ...Item.record, askedAt: Item.askedAt ?? null, decision: Item.decision ?? null } : null
  }

  async function byCode(code: string, now: number): Promise<LoginRequest | null> {
    const { Item } = await codes.build(GetItemCommand).key({ code }).options({ consistent: true }).send()
    const found = Item ? await read(Item.device) : null
    return found && found.expiresAt > now ? found : null
  }

  /** @returns whether it was there. */
  const remove = async ({ deviceHash, codeHash }: LoginRequest): Promise<boolean> => {
    const gone = logins.build(DeleteTransaction).key({ id: deviceHash })
    const { done } = await write(
      gone.options({ condition: { attr: 'id', exists: true } }),
      codes.build(DeleteTransaction).key({ code: codeHash }),
    )
    return done
  }

  return {
    async addLogin(request) {
      for (const id of await expiredBy(table, logins, request.createdAt)) {
        const over = await read(id)
        if (over) await remove(over)
      }
      const { decision, askedAt, ...record } = copy(request)
      const { deviceHash: id, codeHash: code } = record
      const known = { ...(askedAt !== null && { askedAt }), ...(decision && { decision }) }
      await write(
        logins.build(PutTransaction).item({ id, record, ...known, ...expiry(record.expiresAt) }),
        codes.build(PutTransaction).item({ code, device: id }),
      )
    },
    login: byCode,
    async decideLogin(codeHash, decision, now) {
      const found = await byCode(codeHash, now)
      if (!found) return false
      const decided = logins.build(UpdateItemCommand).item({ id: found.deviceHash, decision: whole(copy(decision)) })
      return onCondition(
        decided.options({
          condition: {
            and: [
              { attr: 'id', exists: true },
              { attr: 'decision', exists: false },
            ],
          },
        }),
      )
    },
    askLogin(deviceHash, now) {
      return untilUndisturbed(async () => {
        const before = await read(deviceHash)
        if (!before || before.expiresAt <= now) return null
        const asked = logins.build(UpdateItemCommand).item({ id: deviceHash, askedAt: now })
        const { askedAt } = before
        const unchanged = askedAt === null ? { exists: false as const } : { eq: askedAt }
        const condition = {
          and: [
            { attr: 'id' as const, exists: true },
            { attr: 'askedAt' as const, ...unchanged },
          ],
        }
        return (await onCondition(asked.options({ condition }))) ? before : again
      })
    },
    async takeLogin(deviceHash) {
      const found = await read(deviceHash)
      return found?.decision && (await remove(found)) ? found : null
    },
  }
}
