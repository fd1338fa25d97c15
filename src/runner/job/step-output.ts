import type { SentLine } from '../log/journal.ts'

const mostLines = 4_000

/** The last lines of a step, kept to explain its failure. */
export class StepOutput {
  #lines: SentLine[] = []

  add(line: SentLine): void {
    this.#lines.push(line)
    // Cut now and then rather than at every line, so that a flood costs nothing.
    if (this.#lines.length > 2 * mostLines) this.#lines = this.#lines.slice(-mostLines)
  }

  /** Oldest first, at most some thousands. */
  get lines(): readonly SentLine[] {
    return this.#lines.slice(-mostLines)
  }

  tail(count: number): string[] {
    return this.#lines.slice(-count).map(({ text }) => text)
  }
}
