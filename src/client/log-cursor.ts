import type { Deployment } from '../contract/deployment.ts'
import type { LogLine } from '../contract/log.ts'
import type { Follower } from './call.ts'

/** Which deployment: its id for the live stream, and where it stands, since its log is read by that. */
export type FollowTarget = Pick<Deployment, 'id' | 'app' | 'environment' | 'number'>

/** Hands on the lines of one deployment in order, none twice and none left out, wherever they come from. */
export class LogCursor {
  readonly #client: Follower
  readonly #target: FollowTarget
  readonly #signal: AbortSignal
  readonly #onLines: (lines: LogLine[]) => void
  #next: number

  constructor(
    client: Follower,
    target: FollowTarget,
    options: { from: number; signal: AbortSignal; onLines: (lines: LogLine[]) => void },
  ) {
    this.#client = client
    this.#target = target
    this.#signal = options.signal
    this.#onLines = options.onLines
    this.#next = options.from
  }

  /** The first line that was not handed on yet. */
  get next(): number {
    return this.#next
  }

  async offer(lines: readonly LogLine[]): Promise<void> {
    const first = lines.find(line => line.seq >= this.#next)
    if (!first) return
    // Lines went missing on the way: what is stored has them all.
    if (first.seq > this.#next) await this.readUpTo(first.seq - 1)
    this.#handOn(lines)
  }

  /** @returns how many stored lines were handed on */
  async readUpTo(last: number): Promise<number> {
    const start = this.#next
    while (this.#next <= last) {
      const { lines } = await this.#client.call('readLog', {
        params: { app: this.#target.app, environment: this.#target.environment, number: this.#target.number },
        query: { from: this.#next, limit: 5_000 },
        signal: this.#signal,
      })
      if (lines.length === 0) break
      this.#handOn(lines)
    }
    return this.#next - start
  }

  #handOn(lines: readonly LogLine[]): void {
    const fresh = lines.filter(line => line.seq >= this.#next)
    const last = fresh.at(-1)
    if (!last) return
    this.#next = last.seq + 1
    this.#onLines(fresh)
  }
}
