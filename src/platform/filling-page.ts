/** Of JSON. A Lambda answers with 6 MB at most, and quotes of quotes take twice the room; 5,000 of the longest lines of a log would have hundreds. */
const mostPageBytes = 1_000_000

/** What one answer gives of a long list, filled in its order: to its limit of entries or of bytes, but with one entry in any case. */
export class FillingPage<Entry> {
  readonly entries: Entry[] = []
  readonly #limit: number
  #room = mostPageBytes

  constructor(limit: number) {
    this.#limit = limit
  }

  /** @returns false: it is full, and the rest of these was left out */
  take(entries: readonly Entry[]): boolean {
    for (const entry of entries) {
      if (this.entries.length >= this.#limit) return false
      const bytes = Buffer.byteLength(JSON.stringify(entry))
      if (bytes > this.#room && this.entries.length > 0) return false
      this.#room -= bytes
      this.entries.push(entry)
    }
    return this.entries.length < this.#limit
  }
}
