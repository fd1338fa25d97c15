import type { LogLine } from '../../../../src/contract/log.ts'
import { mayPass } from '../../lib/query-client.ts'

/** Lines a page; a page is asked for, and forgotten, as a whole. */
export const pageSize = 500
/** So many pages are kept: what a screen shows, and a good way around it, but never a whole long log. */
const mostPages = 40
const retryDelay = 1_000

type ReadPage = (from: number, limit: number) => Promise<readonly LogLine[]>

/**
 * The lines of one deployment as far as they were looked at, by their seq. What is not there is fetched when it is
 * wanted; what was not looked at for longest goes first.
 */
export class LogBuffer {
  readonly #read: ReadPage
  /** In the order of their last use. A page of a log that still grows is not full yet. */
  readonly #pages = new Map<number, LogLine[]>()
  readonly #asked = new Set<number>()
  readonly #listeners = new Set<() => void>()
  #last: number
  #version = 0
  #frame = 0
  /** Why lines that are wanted do not come, and will not by themselves. */
  error: unknown = null

  /** @param last seq of the newest line that the server has */
  constructor(read: ReadPage, last: number) {
    this.#read = read
    this.#last = last
  }

  get last(): number {
    return this.#last
  }

  line(seq: number): LogLine | undefined {
    return this.#pages.get(pageOf(seq))?.[(seq - 1) % pageSize]
  }

  /** Sees to it that these lines come, and stay for now. */
  want(first: number, last: number): void {
    for (let page = pageOf(Math.max(1, first)); page <= pageOf(Math.min(last, this.#last)); page++) {
      const lines = this.#pages.get(page)
      const wanted = Math.min(pageSize, this.#last - page * pageSize)
      if (lines) this.#touch(page, lines)
      if ((lines?.length ?? 0) < wanted) void this.#fetch(page)
    }
  }

  /** Lines that were just written, in order. */
  append(lines: readonly LogLine[]): void {
    for (const line of lines) {
      const page = pageOf(line.seq)
      const index = (line.seq - 1) % pageSize
      const known = this.#pages.get(page)
      if (known && known.length === index) known.push(line)
      else if (!known && index === 0) this.#touch(page, [line])
      this.#last = Math.max(this.#last, line.seq)
    }
    this.#tell()
  }

  /** The server says that there are so many. */
  grow(last: number): void {
    if (last <= this.#last) return
    this.#last = last
    this.#tell()
  }

  listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  version = (): number => this.#version

  async #fetch(page: number): Promise<void> {
    if (this.#asked.has(page)) return
    this.#asked.add(page)
    try {
      const lines = await this.#readPage(page)
      this.error = null
      // Lines may have been appended meanwhile.
      if (lines.length >= (this.#pages.get(page)?.length ?? 0)) this.#touch(page, lines)
    } catch (error) {
      if (error instanceof Error && mayPass(error))
        setTimeout(() => this.#listeners.size && this.#fetch(page), retryDelay)
      else this.error = error
    } finally {
      this.#asked.delete(page)
      this.#tell()
    }
  }

  /** An answer has an end in bytes: of the longest lines it holds a few. */
  async #readPage(page: number): Promise<LogLine[]> {
    const lines: LogLine[] = []
    const wanted = Math.min(pageSize, this.#last - page * pageSize)
    while (lines.length < wanted) {
      const more = await this.#read(page * pageSize + 1 + lines.length, pageSize - lines.length)
      if (more.length === 0) break
      lines.push(...more)
    }
    return lines
  }

  #touch(page: number, lines: LogLine[]): void {
    this.#pages.delete(page)
    this.#pages.set(page, lines)
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= mostPages) break
      this.#pages.delete(old)
    }
  }

  /** Once a frame: more is not seen. */
  #tell(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.#version++
      for (const listener of this.#listeners) listener()
    })
  }
}

const pageOf = (seq: number): number => Math.floor((seq - 1) / pageSize)
