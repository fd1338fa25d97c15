import {
  closeSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

const mostKept = 50
/** A crash tells its cause first; how it ended stands last. */
const endBytes = 32 * 1024

/** What runners write to their standard error: the traces of crashes. They are kept for a while, and never without bounds. */
export class JobTraces {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @returns a file descriptor, for the caller to close. */
  open(deployment: string): number {
    return openSync(this.#path(deployment), 'a', 0o600)
  }

  /** @returns whether there was one to rename */
  rename(from: string, to: string): boolean {
    try {
      renameSync(this.#path(from), this.#path(to))
      return true
    } catch {
      return false
    }
  }

  /** Once the runner has ended: keeps only what tells something, both ends of it, and of the newest deployments. */
  settle(deployment: string): void {
    const path = this.#path(deployment)
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === 0) rmSync(path, { force: true })
    else if (size !== undefined && size > 2 * endBytes) cutMiddle(path, size)
    this.#prune()
  }

  #prune(): void {
    const found = readdirSync(this.#folder)
      .filter(name => name.endsWith('.log'))
      .map(name => join(this.#folder, name))
      .map(path => ({ path, writtenAt: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    // One that still runs has written last, or has written nothing that could be missed.
    for (const { path } of found.sort((a, b) => b.writtenAt - a.writtenAt).slice(mostKept))
      rmSync(path, { force: true })
  }

  #path(deployment: string): string {
    return join(this.#folder, `${deployment}.log`)
  }
}

function cutMiddle(path: string, size: number): void {
  const end = Buffer.alloc(endBytes)
  const file = openSync(path, 'r')
  const read = readSync(file, end, 0, endBytes, size - endBytes)
  closeSync(file)
  truncateSync(path, endBytes)
  const note = `\n… ${size - 2 * endBytes} bytes left out …\n`
  writeFileSync(path, Buffer.concat([Buffer.from(note), end.subarray(0, read)]), { flag: 'a' })
}
