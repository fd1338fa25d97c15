/** Of JSON. A Lambda answers with 6 MB at most, and quotes of quotes take twice the room; 5,000 of the longest lines of a log would have hundreds. */
const mostPageBytes = 1_000_000

/** What is written around the text of a line: its number, time, phase and stream with their names. */
const aroundText = 130

/** A page of a log, filled in the order of its lines: to its limit of lines or of bytes, but with one line in any case. */
export class FillingPage<Line extends { text: string }> {
  readonly lines: Line[] = []
  readonly #limit: number
  #room = mostPageBytes

  constructor(limit: number) {
    this.#limit = limit
  }

  /** How many more lines it takes at most. */
  get wanted(): number {
    return this.#limit - this.lines.length
  }

  /** @returns false: it is full, and the rest of these was left out */
  take(lines: Iterable<Line>): boolean {
    for (const line of lines) {
      if (this.wanted <= 0) return false
      const bytes = aroundText + jsonBytes(line.text)
      if (bytes > this.#room && this.lines.length > 0) return false
      this.#room -= bytes
      this.lines.push(line)
    }
    return this.wanted > 0
  }
}

const plain = /^[ !#-[\]-~]*$/

/** Most lines need no JSON to know how long it would be, and what is not made need not be collected. */
const jsonBytes = (text: string): number =>
  plain.test(text) ? text.length + 2 : Buffer.byteLength(JSON.stringify(text))
