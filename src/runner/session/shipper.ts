import type { EventsAnswer, RunnerEvent } from '../../contract/job.ts'
import { Backoff, pause } from './backoff.ts'
import { fitted } from './fitted.ts'
import { type NewEvent, Outgoing } from './outgoing.ts'
import { isPassing, Refused } from './transport.ts'
import { Waiters } from './waiters.ts'

export interface ShipperSettings {
  post(events: readonly RunnerEvent[]): Promise<EventsAnswer>
  /** A person cancelled, or the time is over. May be called again. */
  onStop(): void
  /** The deployment is none of ours any more, or the server stayed away too long. Called once. */
  onOver(reason: string): void
  /** Hides secrets in whatever is not part of the log. */
  redact(text: string): string
  /** Something had to be left out. */
  onCut(note: string): void
  heartbeatMs: number
  /** Between two posts, where nobody waits for them; default: less than a person can see. */
  paceMs?: number | undefined
  /** When to give up a server that does not answer, in ms since 1970, given when it was last heard. */
  giveUpAt(lastHeard: number): number
}

const usualPaceMs = 20
const mostEvents = 500
const mostBytes = 512 * 1024
/** More than this unsent, and whoever writes the log has to wait. */
const roomBytes = 8 * 1024 * 1024

const isAboutTheBody = ({ status }: Refused): boolean => [400, 413, 422].includes(status)

/** Sends events in order, in batches, again until they are acknowledged; and a heartbeat when there is nothing to send. */
export class Shipper {
  readonly #settings: ShipperSettings
  readonly #outgoing = new Outgoing()
  readonly #backoff = new Backoff()
  readonly #done: Promise<void>
  readonly #waiters = new Waiters()
  #wake: AbortController | undefined
  #hurry: AbortController | undefined
  /** Who waits until all is sent. */
  #waiting = 0
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
    const { event: fit, note } = fitted(event, this.#settings.redact)
    this.#outgoing.add(fit)
    this.#wake?.abort()
    if (note !== undefined) this.#settings.onCut(note)
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
    await this.#soon(() => this.#outgoing.refused !== undefined || this.#outgoing.last - this.#outgoing.count >= seq)
    const never = this.#over ?? this.#outgoing.refused
    if (never) throw new Error(never)
  }

  /** Sends what is left and ends; never rejects. */
  async close(): Promise<void> {
    await this.#soon(() => this.#outgoing.count === 0)
    this.#closed = true
    this.#wake?.abort()
    await this.#done
  }

  async #soon(ready: () => boolean): Promise<void> {
    this.#waiting++
    this.#hurry?.abort()
    await this.#until(ready)
    this.#waiting--
  }

  /** A full batch goes at once, and so does what somebody waits for; a few events wait for company. */
  async #pace(lastPost: number): Promise<void> {
    if (this.#closed || this.#outgoing.count === 0 || this.#outgoing.count >= this.#batchLimit) return
    const least = this.#waiting > 0 ? usualPaceMs : (this.#settings.paceMs ?? usualPaceMs)
    this.#hurry = new AbortController()
    await pause(Math.max(0, lastPost + least - performance.now()), this.#hurry.signal)
    this.#hurry = undefined
  }

  #until(ready: () => boolean): Promise<void> {
    return this.#waiters.until(() => this.#over !== undefined || ready())
  }

  async #loop(): Promise<void> {
    let lastPost = 0
    while (!this.#closed && !this.#over) {
      if (this.#outgoing.count === 0) await this.#sleep(lastPost + this.#settings.heartbeatMs * 0.8 - performance.now())
      await this.#pace(lastPost)
      if (this.#closed) return
      lastPost = performance.now()
      await this.#postOnce()
      this.#waiters.settle()
    }
  }

  async #sleep(ms: number): Promise<void> {
    this.#wake = new AbortController()
    if (ms > 0) await pause(ms, this.#wake.signal)
    this.#wake = undefined
  }

  async #postOnce(): Promise<void> {
    const batch = this.#outgoing.batch(this.#batchLimit, mostBytes)
    try {
      const answer = await this.#settings.post(batch)
      this.#outgoing.acknowledge(answer.acknowledged)
      this.#lastHeard = Date.now()
      this.#backoff.reset()
      if (answer.directive === 'stop') this.#settings.onStop()
    } catch (error) {
      await this.#failed(error, batch)
    }
  }

  async #failed(error: unknown, batch: readonly RunnerEvent[]): Promise<void> {
    const message = error instanceof Error ? error.message : String(error)
    if (error instanceof Refused && isAboutTheBody(error) && batch.length > 0) {
      if (batch.length > 1) this.#batchLimit = Math.ceil(batch.length / 2)
      else this.#refuse(batch[0] as RunnerEvent, message)
    } else if (!isPassing(error)) {
      this.#end(message)
    } else if (Date.now() > this.#settings.giveUpAt(this.#lastHeard)) {
      this.#end(`The server stayed away: ${message}`)
    } else {
      await pause(this.#backoff.next())
    }
  }

  /** The cloud may have changed by now: the rest is told nevertheless, the end above all. */
  #refuse(event: RunnerEvent, message: string): void {
    const why = `The server did not take an event (${event.type}): ${message}`
    if (!this.#outgoing.refuseFirst(why)) this.#end(message)
    this.#batchLimit = mostEvents
  }

  #end(reason: string): void {
    this.#over = reason
    this.#settings.onOver(reason)
  }
}
