import type { EventsAnswer, RunnerEvent } from '../../contract/job.ts'
import { Backoff, pause } from './backoff.ts'
import { type NewEvent, Outgoing } from './outgoing.ts'
import { isPassing, Refused } from './transport.ts'

export interface ShipperSettings {
  post(events: readonly RunnerEvent[]): Promise<EventsAnswer>
  /** A person cancelled, or the time is over. May be called again. */
  onStop(): void
  /** The deployment is none of ours any more, or the server stayed away too long. Called once. */
  onOver(reason: string): void
  heartbeatMs: number
  /** When to give up a server that does not answer, in ms since 1970, given when it was last heard. */
  giveUpAt(lastHeard: number): number
}

const paceMs = 20
const mostEvents = 500
const mostBytes = 512 * 1024
/** More than this unsent, and whoever writes the log has to wait. */
const roomBytes = 8 * 1024 * 1024

/** Sends events in order, in batches, again until they are acknowledged; and a heartbeat when there is nothing to send. */
export class Shipper {
  readonly #settings: ShipperSettings
  readonly #outgoing = new Outgoing()
  readonly #backoff = new Backoff()
  readonly #done: Promise<void>
  #waiters: { ready: () => boolean; resolve: () => void }[] = []
  #wake: AbortController | undefined
  #closed = false
  #over: string | undefined
  #lastHeard = Date.now()
  #batchLimit = mostEvents

  constructor(settings: ShipperSettings) {
    this.#settings = settings
    this.#done = this.#loop()
  }

  send(event: NewEvent): void {
    if (this.#closed || this.#over) return
    this.#outgoing.add(event)
    this.#wake?.abort()
  }

  /** Why nothing can be sent any more. */
  get over(): string | undefined {
    return this.#over
  }

  /** Resolves at once while there is room; await it before reading more from whoever writes the log. */
  room(): Promise<void> {
    return this.#until(() => this.#outgoing.bytes < roomBytes)
  }

  /** Resolves once everything sent so far is acknowledged. @throws when that can never be. */
  async flush(): Promise<void> {
    const seq = this.#outgoing.last
    await this.#until(() => this.#outgoing.last - this.#outgoing.count >= seq)
    if (this.#over) throw new Error(this.#over)
  }

  /** Sends what is left and ends; never rejects. */
  async close(): Promise<void> {
    await this.flush().catch(() => {})
    this.#closed = true
    this.#wake?.abort()
    await this.#done
  }

  #until(ready: () => boolean): Promise<void> {
    if (this.#over || ready()) return Promise.resolve()
    return new Promise(resolve => this.#waiters.push({ ready, resolve }))
  }

  #settle(): void {
    const waiting = this.#waiters
    this.#waiters = []
    for (const waiter of waiting) {
      if (this.#over || waiter.ready()) waiter.resolve()
      else this.#waiters.push(waiter)
    }
  }

  async #loop(): Promise<void> {
    let lastPost = 0
    while (!this.#closed && !this.#over) {
      if (this.#outgoing.count === 0) await this.#sleep(lastPost + this.#settings.heartbeatMs * 0.8 - performance.now())
      // A full batch goes at once; a few events wait for company, for less time than a person can see.
      if (this.#outgoing.count < this.#batchLimit) await pause(Math.max(0, lastPost + paceMs - performance.now()))
      if (this.#closed) return
      lastPost = performance.now()
      await this.#postOnce()
      this.#settle()
    }
  }

  async #sleep(ms: number): Promise<void> {
    this.#wake = new AbortController()
    if (ms > 0) await pause(ms, this.#wake.signal)
    this.#wake = undefined
  }

  async #postOnce(): Promise<void> {
    try {
      const answer = await this.#settings.post(this.#outgoing.batch(this.#batchLimit, mostBytes))
      this.#outgoing.acknowledge(answer.acknowledged)
      this.#lastHeard = Date.now()
      this.#backoff.reset()
      if (answer.directive === 'stop') this.#settings.onStop()
    } catch (error) {
      await this.#failed(error)
    }
  }

  async #failed(error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error)
    if (error instanceof Refused && error.status === 413 && this.#batchLimit > 1) {
      this.#batchLimit = Math.ceil(this.#batchLimit / 2)
    } else if (!isPassing(error)) {
      this.#end(message)
    } else if (Date.now() > this.#settings.giveUpAt(this.#lastHeard)) {
      this.#end(`The server stayed away: ${message}`)
    } else {
      await pause(this.#backoff.next())
    }
  }

  #end(reason: string): void {
    this.#over = reason
    this.#settings.onOver(reason)
  }
}
