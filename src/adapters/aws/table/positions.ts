import { randomBytes } from 'node:crypto'

const digits = 16

/**
 * Places in the order of time, as text that sorts: microseconds, so that one process can count up within a millisecond, and
 * chance, so that two processes never get the same. No counter that all of them would have to meet at.
 */
export class Positions {
  #last = 0

  /** @param after a place that the new one has to come after, whatever the clocks of the machines say. */
  next(after?: string): string {
    const least = after === undefined ? 0 : Number(after.slice(0, digits)) + 1
    this.#last = Math.max(Date.now() * 1_000, this.#last + 1, least)
    return `${sortable(this.#last)}-${randomBytes(4).toString('hex')}`
  }
}

/** A whole number as text that sorts as it does. */
export const sortable = (value: number): string =>
  String(Math.min(value, Number.MAX_SAFE_INTEGER)).padStart(digits, '0')
