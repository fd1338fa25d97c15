import { syncApp } from '../core/app/sync-app.ts'
import type { Ports } from '../core/ports/ports.ts'
import { deliver } from '../core/recovery/deliver.ts'
import { recover, sweep } from '../core/recovery/sweep.ts'

const outboxEvery = 250
const sweepEvery = 1_000

export interface BackgroundOptions {
  ports: Ports
  /** Milliseconds between two looks at the repositories. */
  pollEvery: number
  onError(error: unknown, doing: string): void
}

/** What happens without anybody asking: the outbox, the sweep, the looks at repositories. Each piece of work never overlaps itself. */
export class Background {
  readonly #options: BackgroundOptions
  readonly #busy = new Map<string, Promise<void>>()
  readonly #timers: NodeJS.Timeout[] = []
  #stopped = false

  constructor(options: BackgroundOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    const { ports, pollEvery } = this.#options
    await recover(ports)
    this.#every(outboxEvery, () => this.wake())
    this.#every(sweepEvery, () => this.#once('sweep', () => sweep(ports)))
    this.#every(pollEvery, () => this.#poll())
    this.#poll()
    this.wake()
  }

  /** Looks at the outbox now. Deliveries may overlap: one may wait for the cloud for long, and others must not wait for it. */
  wake(): void {
    if (this.#stopped || this.#busy.size > 20) return
    const { ports, onError } = this.#options
    const delivery = crypto.randomUUID()
    this.#once(`outbox ${delivery}`, async () => {
      await deliver(ports, error => onError(error, 'outbox'))
    })
  }

  /** Starts nothing more, and returns when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all(this.#busy.values())
  }

  #poll(): void {
    const { ports } = this.#options
    this.#once('poll', async () => {
      for (const { name } of await ports.apps.apps()) this.#once(`poll ${name}`, () => syncApp(ports, name))
    })
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
