import type { Asker } from '../../core/access/asker.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { Ids } from '../../core/ports/ids.ts'

/** A ticket is shown at once, or by nobody who should. */
export const ticketLifetime = 30_000

export interface Watcher {
  actor: Asker
  /** The hash of the session's token; null with a token. */
  session: string | null
  /** Who it is by now; null: nobody who may come in any more. */
  renew(): Promise<Asker | null>
}

/** The way to the live stream, for those who may come in. */
export interface Watching {
  /** A ticket: a browser cannot send a token when it opens a socket, and a URL is no place for one. */
  issue(watcher: Watcher): string | Promise<string>
  /** Whoever signed out watches nothing any more. */
  end(session: string): void
  /** Rights may have changed: every watcher is looked at anew. */
  review(): Promise<void>
}

/** Where all who watch are connected to this very process. */
export class Tickets implements Watching {
  readonly #clock: Clock
  readonly #ids: Ids
  readonly #open = new Map<string, Watcher & { until: number }>()
  readonly #listeners = new Set<(session: string) => void>()
  readonly #reviewers = new Set<() => Promise<void>>()

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock
    this.#ids = ids
  }

  issue(watcher: Watcher): string {
    const now = this.#clock.now()
    for (const [ticket, { until }] of this.#open) if (until < now) this.#open.delete(ticket)
    const ticket = this.#ids.token()
    this.#open.set(ticket, { ...watcher, until: now + ticketLifetime })
    return ticket
  }

  /** Whose ticket it is; null when it is unknown, too old or was shown before. */
  redeem(ticket: string): Watcher | null {
    const issued = this.#open.get(ticket)
    this.#open.delete(ticket)
    return issued && issued.until >= this.#clock.now() ? issued : null
  }

  end(session: string): void {
    for (const [ticket, issued] of this.#open) if (issued.session === session) this.#open.delete(ticket)
    for (const listener of this.#listeners) listener(session)
  }

  async review(): Promise<void> {
    await Promise.all([...this.#reviewers].map(review => review()))
  }

  /** Asked at every review. @returns how to stop being asked */
  onReview(review: () => Promise<void>): () => void {
    this.#reviewers.add(review)
    return () => this.#reviewers.delete(review)
  }

  /** Told of every session that was ended. @returns how to stop listening */
  onEnd(listener: (session: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
