import type { RunnerEvent } from '../../contract/job.ts'

/** An event before it is numbered. */
export type NewEvent = RunnerEvent extends infer E ? (E extends RunnerEvent ? Omit<E, 'seq' | 'at'> : never) : never

/** What JSON adds to the text of a line; near enough for a budget. */
const overhead = 120
const sizeOf = (event: RunnerEvent): number =>
  overhead + (event.type === 'log' ? event.text.length : JSON.stringify(event).length)

/** Events that are not acknowledged yet, in order. */
export class Outgoing {
  #events: RunnerEvent[] = []
  /** Of the first in `#events`. */
  #first = 1
  #last = 0
  bytes = 0

  add(event: NewEvent): void {
    const numbered = { ...event, seq: ++this.#last, at: new Date().toISOString() } as RunnerEvent
    this.#events.push(numbered)
    this.bytes += sizeOf(numbered)
  }

  /** The number of the newest event, 0 before the first. */
  get last(): number {
    return this.#last
  }

  get count(): number {
    return this.#events.length
  }

  /** The oldest that wait, at most so many and so much, but at least one. */
  batch(mostEvents: number, mostBytes: number): RunnerEvent[] {
    let end = 0
    for (let bytes = 0; end < Math.min(mostEvents, this.#events.length); end++) {
      bytes += sizeOf(this.#events[end] as RunnerEvent)
      if (end > 0 && bytes > mostBytes) break
    }
    return this.#events.slice(0, end)
  }

  /** Forgets all up to this number. */
  acknowledge(seq: number): void {
    const done = this.#events.splice(0, Math.max(0, seq - this.#first + 1))
    this.#first += done.length
    for (const event of done) this.bytes -= sizeOf(event)
  }
}
