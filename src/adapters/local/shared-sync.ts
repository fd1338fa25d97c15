import { close, fdatasync, fsync, open } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

/** Writes out to the disk, once for all who wait: whoever comes while it runs waits for the next time. */
export class SharedSync {
  readonly #sync: () => Promise<void>
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null

  constructor(sync: () => Promise<void>) {
    this.#sync = sync
  }

  /** @returns when all that was written before this call is on the disk */
  wait(): Promise<void> {
    if (this.#next) return this.#next
    if (!this.#running) return this.#begin()
    const begin = () => {
      this.#next = null
      return this.#begin()
    }
    this.#next = this.#running.then(begin, begin)
    return this.#next
  }

  #begin(): Promise<void> {
    const mine = this.#sync().finally(() => {
      if (this.#running === mine) this.#running = null
    })
    this.#running = mine
    return mine
  }
}

/** What brings a log onto the disk. */
export interface LogOnDisk {
  sync(): Promise<void>
  close(): void
}

/** For tests of what is done, not of what survives a power cut. */
export const noLog: LogOnDisk = { sync: async () => undefined, close: () => undefined }

/**
 * Brings the log of a SQLite database in WAL mode onto the disk, off the main thread. A transaction that was committed with
 * `synchronous = NORMAL` stands in that log, or was moved on to the database by a checkpoint, which writes both out itself.
 * The log has no locks of its own that closing it could drop.
 */
export function walSync(database: string): LogOnDisk {
  let opened: Promise<number> | null = null
  const openLog = async (): Promise<number> => {
    const log = await promisify(open)(`${database}-wal`, 'r')
    // That there is such a file has to be known after a power cut, too.
    const folder = await promisify(open)(dirname(database), 'r')
    await promisify(fsync)(folder)
    await promisify(close)(folder)
    return log
  }
  return {
    async sync() {
      opened ??= openLog()
      await promisify(fdatasync)(await opened)
    },
    close() {
      opened?.then(log => close(log)).catch(() => undefined)
      opened = null
    },
  }
}
