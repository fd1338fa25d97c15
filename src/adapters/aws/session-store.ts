import {
  DeleteItemCommand,
  DeleteTransaction,
  GetItemCommand,
  PutItemCommand,
  PutTransaction,
  QueryCommand,
  UpdateItemCommand,
} from 'dynamodb-toolbox'
import type { SessionRecord, SessionStore } from '../../core/ports/session-store.ts'
import { expiring, expiry } from './items/expiry.ts'
import { linkItem, sessionItem, sessionOfItem, sessionsOf } from './items/session.ts'
import { copy } from './table/copy.ts'
import { expiredBy } from './table/expired-by.ts'
import type { RecordsTable } from './table/open-table.ts'
import { sortable } from './table/positions.ts'
import { onCondition, write } from './table/write.ts'

export function createSessionStore(table: RecordsTable): SessionStore {
  const links = linkItem(table)
  const sessions = sessionItem(table)
  const ofActor = sessionOfItem(table)

  async function read(tokenHash: string): Promise<SessionRecord | null> {
    const { Item } = await sessions.build(GetItemCommand).key({ id: tokenHash }).options({ consistent: true }).send()
    return Item ? { ...Item.record, lastUsedAt: Item.lastUsedAt } : null
  }

  async function end(tokenHash: string): Promise<void> {
    const found = await read(tokenHash)
    if (!found) return
    const { kind, name: actor } = found.actor
    await write(
      sessions.build(DeleteTransaction).key({ id: tokenHash }),
      ofActor.build(DeleteTransaction).key({ kind, actor, session: tokenHash }),
    )
  }

  const begun = ({ lastUsedAt, ...record }: SessionRecord) => [
    sessions.build(PutTransaction).item({ id: record.tokenHash, record, lastUsedAt, ...expiry(record.expiresAt) }),
    ofActor
      .build(PutTransaction)
      .item({ kind: record.actor.kind, actor: record.actor.name, session: record.tokenHash }),
  ]

  /** The hashes of those that are not over at `now`. */
  async function lasting(now: number): Promise<string[]> {
    const query = table
      .build(QueryCommand)
      .entities(sessions)
      .query({ index: 'list', partition: expiring, range: { gt: sortable(now) } })
    const { Items = [] } = await query.options({ attributes: ['id'], maxPages: Number.POSITIVE_INFINITY }).send()
    return Items.map(one => one.id)
  }

  return {
    async addLink(link) {
      const { codeHash, expiresAt } = link
      await links
        .build(PutItemCommand)
        .item({ id: codeHash, record: copy(link), ...expiry(expiresAt) })
        .send()
    },
    async redeem(codeHash, session) {
      const { Item: link } = await links
        .build(GetItemCommand)
        .key({ id: codeHash })
        .options({ consistent: true })
        .send()
      if (!link || link.expiresAt <= session.createdAt) return null
      const { actor } = link.record
      const record = { ...copy(session), actor, lastUsedAt: session.createdAt }
      const { done } = await write(
        links
          .build(DeleteTransaction)
          .key({ id: codeHash })
          .options({ condition: { attr: 'id', exists: true } }),
        ...begun(record),
      )
      return done ? record : null
    },
    async begin(session) {
      await write(...begun(copy(session)))
    },
    async sessions(now) {
      const found = await Promise.all((await lasting(now)).map(read))
      return found
        .filter(one => one !== null)
        .filter(one => one.expiresAt > now)
        .sort((a, b) => b.createdAt - a.createdAt || (a.tokenHash < b.tokenHash ? -1 : 1))
    },
    async session(tokenHash, now) {
      const found = await read(tokenHash)
      return found && found.expiresAt > now ? found : null
    },
    async used(tokenHash, at) {
      const later = sessions.build(UpdateItemCommand).item({ id: tokenHash, lastUsedAt: at })
      await onCondition(later.options({ condition: { attr: 'lastUsedAt', lt: at } }))
    },
    end,
    async endAllOf(actor, kind) {
      const query = table
        .build(QueryCommand)
        .entities(ofActor)
        .query({ partition: sessionsOf(actor) })
      const { Items = [] } = await query.options({ consistent: true, maxPages: Number.POSITIVE_INFINITY }).send()
      const ended: string[] = []
      for (const { session: hash } of Items) {
        if (kind && (await read(hash))?.kind !== kind) continue
        await end(hash)
        ended.push(hash)
      }
      return ended
    },
    async prune(now) {
      for (const id of await expiredBy(table, links, now)) await links.build(DeleteItemCommand).key({ id }).send()
      for (const id of await expiredBy(table, sessions, now)) await end(id)
    },
  }
}
