import type { RunnerEvent, RunnerOutcome } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'

/** An event before it is numbered. */
export type NewEvent = RunnerEvent extends infer E ? (E extends RunnerEvent ? Omit<E, 'seq' | 'at'> : never) : never

/** What JSON adds to the text of a line; near enough for a budget. */
const overhead = 120
const sizeOf = (event: RunnerEvent): number =>
  overhead + (event.type === 'log' ? Buffer.byteLength(event.text) : JSON.stringify(event).length)

const unrecorded = (why: string): RunnerOutcome => ({ state: 'failed', failure: failure('internal', null, why) })

/** Events that are not acknowledged yet, in order. */
export class Outgoing {
  #events: RunnerEvent[] = []
  /** Of the first in `#events`. */
  #first = 1
  #last = 0
  /** Stands for one that was refused. */
  #replaced: RunnerEvent | undefined
  bytes = 0
  /** Why something will never be recorded. */
  refused: string | undefined

  add(event: NewEvent): void {
    const numbered = { ...event, seq: ++this.#last, at: new Date().toISOString() } as RunnerEvent
    this.#events.push(numbered)
    this.bytes += sizeOf(numbered)
    this.#endAsRefused()
  }

  /** The number of the newest event, 0 before the first. */
  get last(): number {
    return this.#last
  }

  get count(): number {
    return this.#events.length
  }

  /**
   * The server does not take the oldest event. A line keeps its number, with a word in place of its text; anything else
   * is left out, and what follows moves up. The job did not succeed then: nobody could return to what is not recorded.
   * @returns whether there is more to try.
   */
  refuseFirst(why: string): boolean {
    const event = this.#events[0]
    if (!event || this.#replaced === event) return false
    this.refused ??= why.slice(0, 1_000)
    if (event.type === 'log' || event.type === 'finished') {
      const text = '(the server did not take this line)'
      this.#replaced = event.type === 'log' ? { ...event, text } : { ...event, outcome: unrecorded(this.refused) }
      this.#replace(0, this.#replaced)
      this.#endAsRefused()
      return true
    }
    this.bytes -= sizeOf(event)
    this.#events.shift()
    for (const later of this.#events) later.seq--
    this.#last--
    this.#endAsRefused()
    return true
  }

  #endAsRefused(): void {
    const end = this.#events.at(-1)
    if (this.refused === undefined || end?.type !== 'finished' || end.outcome.state !== 'succeeded') return
    this.#replace(this.#events.length - 1, { ...end, outcome: unrecorded(this.refused) })
  }

  #replace(at: number, event: RunnerEvent): void {
    this.bytes += sizeOf(event) - sizeOf(this.#events[at] as RunnerEvent)
    this.#events[at] = event
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
