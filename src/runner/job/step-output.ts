import type { SentLine } from '../log/journal.ts'

const mostLines = 4_000
/** Characters: so many lines of the longest sort would be as large as all else that a runner holds. */
const mostText = 1024 ** 2

/** The last lines of a step, kept to explain its failure. */
export class StepOutput {
  #lines: SentLine[] = []
  #text = 0

  add(line: SentLine): void {
    this.#lines.push(line)
    this.#text += line.text.length
    // Cut now and then rather than at every line, so that a flood costs nothing.
    if (this.#lines.length > 2 * mostLines || this.#text > 2 * mostText) this.#cut()
  }

  /** Oldest first, at most some thousands. */
  get lines(): readonly SentLine[] {
    return this.#lines.slice(-mostLines)
  }

  tail(count: number): string[] {
    return this.#lines.slice(-count).map(({ text }) => text)
  }

  #cut(): void {
    let text = 0
    const over = this.#lines.slice(-mostLines).findLastIndex(line => {
      text += line.text.length
      return text > mostText
    })
    this.#lines = this.#lines.slice(-mostLines).slice(over + 1)
    this.#text = this.#lines.reduce((sum, line) => sum + line.text.length, 0)
  }
}
