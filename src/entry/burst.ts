/** So many webhooks within so many milliseconds are a burst. */
const many = 10
const withinMs = 500
/** At first, who tried in vain while no server was there comes all at once. */
const atFirstMs = 1_000
/** A burst that lasts longer is how things are here, and nothing waits for its end. */
const patienceMs = 10_000

/**
 * Knows whether webhooks come in a burst: somebody pushes to dozens of branches, or GitHub catches up after an outage.
 * Most of what a burst tells is replaced by what it tells a moment later, so that work for it can wait for its end; and to
 * take the next delivery in time matters more, since a host gives up on one that is not answered. Times are milliseconds.
 */
export class Burst {
  readonly #arrivals: number[] = []
  readonly #begun: number
  #since: number | null = null

  constructor(now: number) {
    this.#begun = now
  }

  arrived(now: number): void {
    const goesOn = this.#isFull(now)
    this.#arrivals.push(now)
    if (this.#arrivals.length > many) this.#arrivals.shift()
    if (!this.#isFull(now)) this.#since = null
    else if (!goesOn) this.#since = now
  }

  isOn(now: number): boolean {
    if (now - this.#begun < atFirstMs) return true
    return this.#isFull(now) && now - (this.#since ?? now) < patienceMs
  }

  #isFull(now: number): boolean {
    const [first = Number.NEGATIVE_INFINITY] = this.#arrivals
    return this.#arrivals.length === many && now - first < withinMs
  }
}
