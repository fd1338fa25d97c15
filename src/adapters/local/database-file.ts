import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sizeByHeader } from './inspect-database.ts'

/**
 * The file beneath an open database. SQLite itself looks at it seldom: it goes on committing to its log above a file that was cut short,
 * and at the end it moves the log into what is left of it, and removes the log.
 */
export class DatabaseFile {
  readonly #path: string
  readonly #descriptor: number
  readonly #opened: Stats
  /** While a second connection is open, closing the first one leaves the log. This one cannot write, so neither does closing it. */
  readonly #keeper: DatabaseSync
  #size: number

  /** @param path of a database that is open, in WAL mode */
  constructor(path: string) {
    this.#path = path
    this.#keeper = new DatabaseSync(path, { readOnly: true, timeout: 10_000 })
    // What reads holds the file's lock until it is closed.
    this.#keeper.prepare('PRAGMA user_version').get()
    this.#descriptor = openSync(path, 'r')
    this.#opened = fstatSync(this.#descriptor)
    this.#size = this.#opened.size
  }

  /** What was done to it behind the back of whoever has it open. Costs a few microseconds. */
  damage(): string | null {
    const found = this.#look()
    if (found === 'unknown') return null
    if (!found) return 'its file was removed while it was open'
    if (found.ino !== this.#opened.ino || found.dev !== this.#opened.dev)
      return 'another file was put in its place while it was open'
    // It only grows, by what is moved into it from the log; only a VACUUM makes it smaller, and then its header says so.
    const missing = found.size < this.#size ? this.#sizeByHeader() - found.size : 0
    if (missing > 0) return `it was cut short while it was open: ${missing} bytes are missing`
    this.#size = found.size
    return null
  }

  /** From here on closing the database moves its log into it, and removes the log. */
  allowCheckpoint(): void {
    if (this.#keeper.isOpen) this.#keeper.close()
  }

  /** Only once the database is closed: its locks would go. */
  close(): void {
    this.allowCheckpoint()
    closeSync(this.#descriptor)
  }

  /** A disk that does not answer says nothing of the file. */
  #look(): Stats | undefined | 'unknown' {
    try {
      return statSync(this.#path, { throwIfNoEntry: false })
    } catch {
      return 'unknown'
    }
  }

  /** Of a file that lost even its header: all that there was. */
  #sizeByHeader(): number {
    const header = Buffer.alloc(100)
    return readSync(this.#descriptor, header, 0, 100, 0) < 100 ? this.#size : sizeByHeader(header)
  }
}
