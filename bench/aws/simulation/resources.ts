import type { Agenda } from './agenda.ts'

/** Notes when something was refused first, and how often. */
class Refusals {
  refused = 0
  firstAt: number | null = null
  readonly #agenda: Agenda

  constructor(agenda: Agenda) {
    this.#agenda = agenda
  }

  protected get now(): number {
    return this.#agenda.now
  }

  protected refuse(): false {
    this.refused += 1
    this.firstAt ??= this.now
    return false
  }
}

/** So many at once, and so many a second. */
export class Bucket extends Refusals {
  readonly #perMs: number
  readonly #most: number
  #tokens: number
  #at = 0

  constructor(agenda: Agenda, perSecond: number, most = perSecond) {
    super(agenda)
    this.#perMs = perSecond / 1_000
    this.#most = most
    this.#tokens = most
  }

  take(count = 1): boolean {
    this.#tokens = Math.min(this.#most, this.#tokens + (this.now - this.#at) * this.#perMs)
    this.#at = this.now
    if (this.#tokens < count) return this.refuse()
    this.#tokens -= count
    return true
  }
}

/** So many that are held at the same time. */
export class Pool extends Refusals {
  readonly #size: number
  held = 0
  peak = 0

  constructor(agenda: Agenda, size: number) {
    super(agenda)
    this.#size = size
  }

  take(): boolean {
    if (this.held >= this.#size) return this.refuse()
    this.held += 1
    this.peak = Math.max(this.peak, this.held)
    return true
  }

  free(): void {
    this.held -= 1
  }
}
