import { checkPeople } from '../core/person/check-people.ts'
import type { Ports } from '../core/ports/ports.ts'
import type { Watching } from './live/tickets.ts'

/** Called every minute: whoever left, whatever expired, loses what it watches too. */
export async function reviewAccess(ports: Ports, tickets: Watching): Promise<void> {
  try {
    for (const session of await checkPeople(ports)) tickets.end(session)
  } finally {
    await tickets.review()
  }
}
