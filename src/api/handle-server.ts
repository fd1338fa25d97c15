import { recorded } from '../core/access/asker.ts'
import type { Ports } from '../core/ports/ports.ts'
import type { Addresses } from './addresses.ts'
import type { Handlers } from './handlers.ts'
import type { Watching } from './live/tickets.ts'
import { metrics } from './metrics.ts'

export interface ServerFacts {
  version: string
  isolation: string
  warnings: readonly string[]
}

/** About the server itself, and the way to its live stream. */
export function serverHandlers(
  ports: Ports,
  tickets: Watching,
  facts: ServerFacts,
  addresses: Addresses,
): Pick<Handlers, 'health' | 'server' | 'metrics' | 'liveTicket'> {
  return {
    health: async () => ({ status: 'ok', version: facts.version }),
    server: async ({ actor }) => {
      const running = (await ports.deployments.open()).filter(one => one.state === 'running').length
      const { version, isolation, warnings } = facts
      return {
        version,
        isolation,
        warnings: [...warnings],
        builds: { limit: ports.limits.builds, running },
        actor: recorded(actor),
      }
    },
    metrics: async ({ actor }) => metrics(ports, actor, facts),
    liveTicket: async ({ actor, session, renew, header }) => ({
      url: addresses.live(header('host') ?? '', header('origin')),
      ticket: await tickets.issue({ actor, session: session?.tokenHash ?? null, renew }),
    }),
  }
}
