import { hashToken } from '../job/hash-token.ts'
import type { Ports } from '../ports/ports.ts'
import type { SessionRecord } from '../ports/session-store.ts'

/** A page asks many times a minute; the hour of its last use is enough. */
const coarse = 60 * 60_000

/** The session of this kind whose token this is; null when there is none, or it is over. */
export async function findSession(
  ports: Ports,
  token: string,
  kind: SessionRecord['kind'] = 'browser',
): Promise<SessionRecord | null> {
  const now = ports.clock.now()
  const session = await ports.sessions.session(hashToken(token), now)
  if (session?.kind !== kind) return null
  if (now - session.lastUsedAt >= coarse) {
    // A disk that is full keeps nobody from reading.
    await ports.sessions.used(session.tokenHash, now).catch(() => undefined)
  }
  return session
}
