/** Who waits for a turn: everything that an owner has under way dies with it. */
export type Owner = object

/** Picks one of `count`, from 0. */
export type Choose = (count: number) => number

export const first: Choose = () => 0

/**
 * The same choices in every run with the same seed. Fair choices hardly ever let one wait while another does many steps,
 * which is what the rarest races need, so two seeds of three prefer those who came last.
 */
export function seeded(seed: number): Choose {
  let state = seed >>> 0
  const random = (count: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count
  }
  const fair = seed % 3 === 0
  return count => (fair || random(8) === 0 ? random(count) : count - 1)
}

/**
 * Decides who runs next. Every call of a port waits here first, so that a test can choose any interleaving of all that
 * is under way, and can let a process die between any two calls: its waiting work simply never goes on, as after
 * `kill -9`, where no `catch` and no `finally` runs either.
 */
export class Turns {
  #waiting: { owner: Owner; go: () => void }[] = []
  readonly #choose: Choose

  constructor(choose: Choose) {
    this.#choose = choose
  }

  pause(owner: Owner): Promise<void> {
    return new Promise(go => this.#waiting.push({ owner, go }))
  }

  drop(owner: Owner): void {
    this.#waiting = this.#waiting.filter(one => one.owner !== owner)
  }

  /** Lets one of those who wait go on, until it waits again. @returns false when nobody waits. */
  async next(): Promise<boolean> {
    await settled()
    const [chosen] = this.#waiting.splice(this.#choose(Math.max(1, this.#waiting.length)), 1)
    if (!chosen) return false
    chosen.go()
    return true
  }

  async some(count: number): Promise<void> {
    for (let taken = 0; taken < count && (await this.next()); taken += 1);
    await settled()
  }

  /** Until nobody waits. */
  async all(): Promise<void> {
    for (let taken = 0; await this.next(); taken += 1) {
      if (taken > 200_000) throw new Error('this never comes to rest')
    }
  }
}

/** All that can go on without a turn has gone on. */
const settled = () => new Promise<void>(resolve => setImmediate(resolve))
