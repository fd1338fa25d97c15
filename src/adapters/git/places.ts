/**
 * So many at once, the others wait. Whoever takes longer than others have patience for gives up its place, not its work: a
 * repository that does not answer keeps nobody waiting.
 */
export class Places {
  #free: number
  readonly #patienceMs: number
  readonly #queue: (() => void)[] = []

  constructor(places: number, patienceMs: number) {
    this.#free = places
    this.#patienceMs = patienceMs
  }

  async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>(resolve => this.#queue.push(resolve))
    let left = false
    const leave = () => {
      if (left) return
      left = true
      const next = this.#queue.shift()
      if (next) next()
      else this.#free += 1
    }
    const impatient = setTimeout(leave, this.#patienceMs)
    try {
      return await work()
    } finally {
      clearTimeout(impatient)
      leave()
    }
  }
}
