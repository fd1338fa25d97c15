/**
 * Whether a server could hear its runners. Whoever was not listening must not call others silent: a machine that slept, a clock that was
 * set, a database that was locked, a disk that was full. What one server remembers between its sweeps.
 */
export class Hearing {
  #sweptAt: number | null = null
  readonly #owed = new Set<string>()

  /** Called as a sweep begins. @returns whether so much time has passed since the one before that nobody can have listened. */
  beginSweep(now: number, lease: number): boolean {
    const before = this.#sweptAt
    this.#sweptAt = now
    return before !== null && now - before > lease / 2
  }

  /** This deployment could not be seen to, as when nothing can be written: nor could what its runner reported. */
  owe(deployment: string): void {
    this.#owed.add(deployment)
  }

  owes(deployment: string): boolean {
    return this.#owed.has(deployment)
  }

  settle(deployment: string): void {
    this.#owed.delete(deployment)
  }

  /** Nobody sees to the others any more: they ended, whoever ended them. */
  forgetAllBut(open: ReadonlySet<string>): void {
    for (const deployment of this.#owed) if (!open.has(deployment)) this.#owed.delete(deployment)
  }
}
