/** Waits longer after each failure in a row, and never quite as long as the other runners do. */
export class Backoff {
  #failures = 0
  readonly #firstMs: number
  readonly #mostMs: number

  constructor(firstMs = 100, mostMs = 2_000) {
    this.#firstMs = firstMs
    this.#mostMs = mostMs
  }

  next(): number {
    const full = Math.min(this.#mostMs, this.#firstMs * 2 ** this.#failures++)
    return full * (0.5 + Math.random() / 2)
  }

  reset(): void {
    this.#failures = 0
  }
}

export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    if (signal?.aborted) done()
    else signal?.addEventListener('abort', done, { once: true })
  })
