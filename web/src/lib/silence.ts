/** So long nothing may come before it is asked whether anybody is there. */
export const quietMs = 30_000
/** Who gives no answer within this time is gone. */
export const answerWithinMs = 10_000

/** Watches over a connection, which can be dead without the browser noticing: after a sleep, behind a router that forgot it, at a server that hangs. */
export class Silence {
  readonly #ask: () => void
  readonly #giveUp: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = false

  /** @param ask for a sign of life. @param giveUp called when none came */
  constructor(ask: () => void, giveUp: () => void) {
    this.#ask = ask
    this.#giveUp = giveUp
  }

  /** Something is to come soon. */
  await(): void {
    if (this.#asked) return
    this.#asked = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.stop()
      this.#giveUp()
    }, answerWithinMs)
  }

  heard(): void {
    this.stop()
    this.#timer = setTimeout(() => this.#ask(), quietMs)
  }

  stop(): void {
    this.#asked = false
    clearTimeout(this.#timer)
  }
}
