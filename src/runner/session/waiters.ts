/** Those who wait for something to become true, in the order in which they came. */
export class Waiters {
  #waiting: { ready: () => boolean; resolve: () => void }[] = []

  until(ready: () => boolean): Promise<void> {
    if (ready()) return Promise.resolve()
    return new Promise(resolve => this.#waiting.push({ ready, resolve }))
  }

  /** To be called whenever it may have become true. */
  settle(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const waiter of waiting) {
      if (waiter.ready()) waiter.resolve()
      else this.#waiting.push(waiter)
    }
  }
}
