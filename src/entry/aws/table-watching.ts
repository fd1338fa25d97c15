import type { LiveTickets } from '../../adapters/aws/live-tickets.ts'
import { ticketLifetime, type Watching } from '../../api/live/tickets.ts'
import { recorded } from '../../core/access/asker.ts'
import type { Ports } from '../../core/ports/ports.ts'

/**
 * The way to the live stream where watchers are connected to API Gateway. Whoever signed out or may see less hears no more, since
 * the records are asked about each of them before they are told anything.
 */
export function tableWatching(ports: Pick<Ports, 'ids' | 'clock'>, tickets: LiveTickets): Watching {
  return {
    async issue({ actor, session }) {
      const ticket = ports.ids.token()
      await tickets.add(ticket, { actor: recorded(actor), session }, ports.clock.now() + ticketLifetime)
      return ticket
    },
    end: () => undefined,
    review: async () => undefined,
  }
}
