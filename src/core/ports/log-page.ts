import type { LogLine } from '../../contract/log.ts'

/** Of JSON. A Lambda answers with 6 MB at most, and quotes of quotes take twice the room; 5,000 of the longest lines would have hundreds. */
export const mostPageBytes = 1_000_000

/** A page of a log, filled in the order of its lines: to its limit of lines or of bytes, but with one line in any case. */
export class FillingPage {
  readonly lines: LogLine[] = []
  readonly #limit: number
  #room = mostPageBytes

  constructor(limit: number) {
    this.#limit = limit
  }

  /** @returns false: it is full, and the rest of these was left out */
  take(lines: readonly LogLine[]): boolean {
    for (const line of lines) {
      if (this.lines.length >= this.#limit) return false
      const bytes = Buffer.byteLength(JSON.stringify(line))
      if (bytes > this.#room && this.lines.length > 0) return false
      this.#room -= bytes
      this.lines.push(line)
    }
    return this.lines.length < this.#limit
  }
}
