import type { Ports } from '../core/ports/ports.ts'
import type { Addresses } from './addresses.ts'
import { appHandlers } from './handle-apps.ts'
import { deploymentHandlers } from './handle-deployments.ts'
import { gitHubHandlers } from './handle-github.ts'
import { peopleHandlers } from './handle-people.ts'
import { type ServerFacts, serverHandlers } from './handle-server.ts'
import { sessionHandlers } from './handle-session.ts'
import { signInHandlers } from './handle-sign-in.ts'
import type { Handlers } from './handlers.ts'
import type { Watching } from './live/tickets.ts'

/** What stands behind every door. */
export const allHandlers = (ports: Ports, tickets: Watching, facts: ServerFacts, addresses: Addresses): Handlers => ({
  ...serverHandlers(ports, tickets, facts, addresses),
  ...sessionHandlers(ports, tickets, addresses),
  ...signInHandlers(ports, addresses),
  ...peopleHandlers(ports, tickets),
  ...appHandlers(ports),
  ...deploymentHandlers(ports),
  ...gitHubHandlers(ports, addresses),
})
