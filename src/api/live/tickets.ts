import type { Actor } from '../../contract/actor.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { Ids } from '../../core/ports/ids.ts'

const lifetime = 30_000

/** Tickets for the live stream: a browser cannot send a token when it opens a socket, and a URL is no place for one. */
export class Tickets {
  readonly #clock: Clock
  readonly #ids: Ids
  readonly #open = new Map<string, { actor: Actor; until: number }>()

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock
    this.#ids = ids
  }

  issue(actor: Actor): string {
    const now = this.#clock.now()
    for (const [ticket, { until }] of this.#open) if (until < now) this.#open.delete(ticket)
    const ticket = this.#ids.token()
    this.#open.set(ticket, { actor, until: now + lifetime })
    return ticket
  }

  /** Whose ticket it is; null when it is unknown, too old or was shown before. */
  redeem(ticket: string): Actor | null {
    const issued = this.#open.get(ticket)
    this.#open.delete(ticket)
    return issued && issued.until >= this.#clock.now() ? issued.actor : null
  }
}
