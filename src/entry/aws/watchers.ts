import type { Watcher } from '../../adapters/aws/items/connection.ts'
import type { Asker } from '../../core/access/asker.ts'
import { can } from '../../core/access/can.ts'
import { askerOf } from '../../core/access/who-asks.ts'
import type { Ports } from '../../core/ports/ports.ts'

/** As long as somebody who lost their rights may hear on. */
const trustedMs = 10_000

export interface Watchers {
  /** Who it is by now; null: nobody who may come in any more. */
  asker(watcher: Watcher): Promise<Asker | null>
  /** @param app null: what belongs to no app, or was allowed when the watch began */
  mayHear(watcher: Watcher, app: string | null): Promise<boolean>
}

/** What those who watch may see, asked of the records anew every some seconds: they are connected to API Gateway, not to a process that could be told. */
export function createWatchers(ports: Pick<Ports, 'users' | 'tokens' | 'sessions' | 'clock'>): Watchers {
  const known = new Map<string, { at: number; asker: Promise<Asker | null> }>()

  async function look({ actor, session }: Watcher): Promise<Asker | null> {
    if (session !== null && !(await ports.sessions.session(session, ports.clock.now()))) return null
    return askerOf(ports, actor)
  }

  function asker(watcher: Watcher): Promise<Asker | null> {
    const key = JSON.stringify([watcher.actor.kind, watcher.actor.name, watcher.session])
    const now = ports.clock.now()
    const last = known.get(key)
    if (last && now - last.at < trustedMs) return last.asker
    const fresh = { at: now, asker: look(watcher) }
    known.set(key, fresh)
    fresh.asker.catch(() => known.delete(key))
    return fresh.asker
  }

  return {
    asker,
    async mayHear(watcher, app) {
      const found = await asker(watcher)
      return found !== null && (app === null || can(found, 'read', { app }).allowed)
    },
  }
}
