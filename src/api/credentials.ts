import type { Asker } from '../core/access/asker.ts'
import { owner } from '../core/access/asker.ts'
import { personAsks, tokenAsks } from '../core/access/who-asks.ts'
import type { Ports } from '../core/ports/ports.ts'
import type { SessionRecord } from '../core/ports/session-store.ts'
import { findSession } from '../core/session/find-session.ts'

/** Whoever showed something that is good here. */
export interface Holder {
  asker: Asker
  /** By which they may; null: it is not by a session. */
  session: SessionRecord | null
  /** Who it is now; null: nobody who may come in any more. A live connection outlives the question that began it. */
  renew(): Promise<Asker | null>
}

export interface Credentials {
  /** By a bearer token; null: it is nobody's. */
  holderOf(token: string): Promise<Holder | null>
  /** By the cookie of a browser; null: its session is over, or there was none. */
  browserOf(cookie: string): Promise<Holder | null>
}

/** @param isOwners whether it is the token of this machine's server itself; compares in constant time */
export function createCredentials(ports: Ports, isOwners: (token: string) => boolean): Credentials {
  const bySession = async (token: string, kind: SessionRecord['kind']): Promise<Holder | null> => {
    const session = await findSession(ports, token, kind)
    const asker = session && (await personAsks(ports, session.actor))
    if (!session || !asker) return null
    const renew = async () => {
      const now = await ports.sessions.session(session.tokenHash, ports.clock.now())
      return now && personAsks(ports, now.actor)
    }
    return { asker, session, renew }
  }
  return {
    async holderOf(token) {
      if (isOwners(token)) return { asker: owner, session: null, renew: async () => owner }
      const asker = await tokenAsks(ports, token)
      if (asker) return { asker, session: null, renew: () => tokenAsks(ports, token) }
      return bySession(token, 'command-line')
    },
    browserOf: cookie => bySession(cookie, 'browser'),
  }
}
