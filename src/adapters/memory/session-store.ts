import type { Actor } from '../../contract/actor.ts'
import type { SessionRecord, SessionStore, SignInLink } from '../../core/ports/session-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'

export function createSessionStore(pause: Pause): SessionStore {
  const links = new Map<string, SignInLink>()
  const sessions = new Map<string, SessionRecord>()
  return {
    async addLink(link) {
      await pause()
      links.set(link.codeHash, copy(link))
    },
    async redeem(codeHash, session) {
      await pause()
      const link = links.get(codeHash)
      if (!link || link.expiresAt <= session.createdAt) return null
      links.delete(codeHash)
      const record = copy({ ...session, actor: link.actor, lastUsedAt: session.createdAt })
      sessions.set(record.tokenHash, record)
      return copy(record)
    },
    async begin(session) {
      await pause()
      sessions.set(session.tokenHash, copy(session))
    },
    async sessions(now) {
      await pause()
      const open = [...sessions.values()].filter(one => one.expiresAt > now)
      return open.sort((a, b) => b.createdAt - a.createdAt || (a.tokenHash < b.tokenHash ? -1 : 1)).map(copy)
    },
    async session(tokenHash, now) {
      await pause()
      const found = sessions.get(tokenHash)
      return found && found.expiresAt > now ? copy(found) : null
    },
    async used(tokenHash, at) {
      await pause()
      const found = sessions.get(tokenHash)
      if (found) found.lastUsedAt = Math.max(found.lastUsedAt, at)
    },
    async end(tokenHash) {
      await pause()
      sessions.delete(tokenHash)
    },
    async endAllOf(actor, kind) {
      await pause()
      const meant = [...sessions.values()].filter(one => isSame(one.actor, actor) && (!kind || one.kind === kind))
      const ended = meant.map(one => one.tokenHash)
      for (const tokenHash of ended) sessions.delete(tokenHash)
      return ended
    },
    async prune(now) {
      await pause()
      for (const [hash, { expiresAt }] of links) if (expiresAt <= now) links.delete(hash)
      for (const [hash, { expiresAt }] of sessions) if (expiresAt <= now) sessions.delete(hash)
    },
  }
}

const isSame = (a: Actor, b: Actor): boolean => a.kind === b.kind && a.name === b.name
