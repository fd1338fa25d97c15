import { syncShared } from '../core/app/sync-shared.ts'
import { webhooksArrive } from '../core/github/status.ts'
import type { Ports } from '../core/ports/ports.ts'
import { deliver } from '../core/recovery/deliver.ts'
import { Hearing } from '../core/recovery/hearing.ts'
import { recover, sweep } from '../core/recovery/sweep.ts'
import { Burst } from './burst.ts'

const outboxEvery = 250
const sweepEvery = 1_000
const firstPollAfter = 1_100
const reviewEvery = 60_000
const pruneEvery = 3_600_000
/** GitHub repeats a delivery for three days at most. */
const deliveriesKept = 14 * 24 * 3_600_000
/** How many looks at other repositories there are for one at GitHub: with webhooks, and without. */
const looksWithWebhooks = 60
const looksWithout = 6

export interface BackgroundOptions {
  ports: Ports
  /** Milliseconds between two looks at the repositories. */
  pollEvery: number
  /** Takes from everybody what they may not see any more. */
  reviewAccess(): Promise<void>
  onError(error: unknown, doing: string): void
  /** A burst of webhooks begins, or is over. */
  onBurst(isOn: boolean): Promise<void>
}

/** What happens without anybody asking: the outbox, the sweep, the looks at repositories. Each piece of work never overlaps itself. */
export class Background {
  readonly #options: BackgroundOptions
  readonly #busy = new Map<string, Promise<void>>()
  readonly #timers: NodeJS.Timeout[] = []
  /** App → when it was looked at, of those at GitHub. */
  readonly #polled = new Map<string, number>()
  readonly #hearing = new Hearing()
  readonly #burst: Burst
  #inBurst = false
  #stopped = false

  constructor(options: BackgroundOptions) {
    this.#options = options
    this.#burst = new Burst(options.ports.clock.now())
  }

  async start(): Promise<void> {
    const { ports, pollEvery, reviewAccess } = this.#options
    await recover(ports)
    this.#every(outboxEvery, () => this.wake())
    this.#every(sweepEvery, () => this.#once('sweep', () => sweep(ports, this.#hearing)))
    this.#every(pollEvery, () => this.#poll())
    this.#every(reviewEvery, () => this.#once('review', reviewAccess))
    this.#every(pruneEvery, () => this.#once('prune', () => ports.deliveries.prune(ports.clock.now() - deliveriesKept)))
    this.#timers.push(setTimeout(() => this.#poll(), firstPollAfter))
    this.#isBurst()
  }

  /** A webhook was taken. */
  told(): void {
    this.#burst.arrived(this.#options.ports.clock.now())
    this.#isBurst()
  }

  /** Looks at the outbox now, or at the end of a burst. Deliveries may overlap: one may wait for the cloud for long, and others must not wait for it. */
  wake(): void {
    if (this.#stopped || this.#isBurst() || this.#busy.size > 20) return
    const { ports, onError } = this.#options
    const delivery = crypto.randomUUID()
    this.#once(`outbox ${delivery}`, async () => {
      await deliver(ports, error => onError(error, 'outbox'))
    })
  }

  #isBurst(): boolean {
    const { ports, onBurst } = this.#options
    const isOn = this.#burst.isOn(ports.clock.now())
    if (isOn === this.#inBurst) return isOn
    this.#inBurst = isOn
    this.#once(`burst ${isOn}`, () => onBurst(isOn))
    return isOn
  }

  /** Starts nothing more, and returns when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all(this.#busy.values())
  }

  #poll(): void {
    if (this.#isBurst()) return
    const { ports } = this.#options
    this.#once('poll', async () => {
      const seldom = await this.#seldom()
      for (const { name, github } of await ports.apps.apps()) {
        if (github && !this.#isDue(name, seldom)) continue
        this.#once(`poll ${name}`, async () => void (await syncShared(ports, name)))
      }
    })
  }

  /** Each look at GitHub takes a token of it: where it tells of pushes itself, once in a while is enough. */
  async #seldom(): Promise<number> {
    const { ports, pollEvery } = this.#options
    return pollEvery * ((await webhooksArrive(ports)) ? looksWithWebhooks : looksWithout)
  }

  #isDue(app: string, every: number): boolean {
    const now = this.#options.ports.clock.now()
    // A timer comes a little early at times.
    if (now - (this.#polled.get(app) ?? 0) < every * 0.95) return false
    this.#polled.set(app, now)
    return true
  }

  #every(milliseconds: number, work: () => void): void {
    this.#timers.push(setInterval(work, milliseconds))
  }

  #once(name: string, work: () => Promise<void>): void {
    if (this.#stopped || this.#busy.has(name)) return
    const done = work()
      .catch(error => this.#options.onError(error, name.split(' ')[0] ?? name))
      .finally(() => this.#busy.delete(name))
    this.#busy.set(name, done)
  }
}
