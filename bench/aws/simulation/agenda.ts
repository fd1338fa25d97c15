/** Time that passes when nobody has anything to do before it: of a simulation, written as ordinary code that sleeps. */
export class Agenda {
  now = 0
  /** A heap: who is next stands first. */
  readonly #due: { at: number; wake: () => void }[] = []

  sleep(ms: number): Promise<void> {
    return new Promise(wake => this.#add({ at: this.now + ms, wake }))
  }

  /** Until nobody sleeps any more. */
  async run(): Promise<void> {
    for (let next = this.#take(); next; next = this.#take()) {
      this.now = next.at
      next.wake()
      // Whoever woke, and whom they woke, goes on until they sleep again.
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  /** As things do, that take about as long. */
  about(ms: number): Promise<void> {
    return this.sleep(ms * (0.5 + Math.random()))
  }

  #add(one: { at: number; wake: () => void }): void {
    const due = this.#due
    due.push(one)
    for (let place = due.length - 1; place > 0; ) {
      const above = (place - 1) >> 1
      if (this.#at(above) <= one.at) break
      this.#swap(place, above)
      place = above
    }
  }

  #take() {
    const due = this.#due
    const [first] = due
    const last = due.pop()
    if (!first || !last || due.length === 0) return first
    due[0] = last
    for (let place = 0; ; ) {
      const [left, right] = [2 * place + 1, 2 * place + 2]
      const least = this.#at(right) < this.#at(left) ? right : left
      if (this.#at(least) >= last.at) return first
      this.#swap(place, least)
      place = least
    }
  }

  #at(place: number): number {
    return this.#due[place]?.at ?? Number.POSITIVE_INFINITY
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#due[a], this.#due[b]]
    if (one && other) [this.#due[a], this.#due[b]] = [other, one]
  }
}
