import type { Actor } from '../../contract/actor.ts'
import { hashToken } from '../job/hash-token.ts'
import type { Ports } from '../ports/ports.ts'
import type { TokenRecord } from '../ports/token-store.ts'
import type { UserRecord } from '../ports/user-store.ts'
import { type Asker, owner, recorded } from './asker.ts'

/** Without a word from GitHub for so long, nobody comes in on the strength of what it said before. */
export const longestTrust = 60 * 60_000

/** The last use of a token is known to the minute. */
const coarse = 60_000

/** A person with the rights that they have now; null: they may not come in any more. */
export async function personAsks(ports: Pick<Ports, 'users' | 'clock'>, actor: Actor): Promise<Asker | null> {
  if (actor.kind !== 'user') return null
  if (actor.name === owner.name) return owner
  const user = await ports.users.user(actor.name)
  if (!user?.admitted || isDoubtful(user, ports.clock.now())) return null
  return { ...recorded(actor), access: { login: user.login, role: user.role, apps: user.apps, scope: null } }
}

const isDoubtful = ({ confirmedAt }: UserRecord, now: number): boolean =>
  confirmedAt !== null && now - confirmedAt > longestTrust

/** Who an actor is at this moment; null: nobody who may come in any more. Of a token its name is known, not the token. */
export async function askerOf(ports: Pick<Ports, 'users' | 'tokens' | 'clock'>, actor: Actor): Promise<Asker | null> {
  if (actor.kind !== 'token') return personAsks(ports, actor)
  const record = (await ports.tokens.tokens()).find(one => one.name === actor.name)
  return record ? bearerAsks(ports, record) : null
}

/** Whose token it is, within what both it and whoever made it may do now; null: nobody's. */
export async function tokenAsks(ports: Ports, token: string): Promise<Asker | null> {
  const record = await ports.tokens.token(hashToken(token))
  const now = ports.clock.now()
  const asker = record && (await bearerAsks(ports, record))
  if (!asker) return null
  if (record.lastUsedAt === null || now - record.lastUsedAt >= coarse) {
    // A disk that is full keeps nobody from reading.
    await ports.tokens.tokenUsed(record.name, now).catch(() => undefined)
  }
  return asker
}

async function bearerAsks(ports: Pick<Ports, 'users' | 'clock'>, record: TokenRecord): Promise<Asker | null> {
  if (record.expiresAt !== null && record.expiresAt <= ports.clock.now()) return null
  const maker = await personAsks(ports, { kind: 'user', name: record.maker })
  return maker && { kind: 'token', name: record.name, access: { ...maker.access, scope: record.scope } }
}
