import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'

const page = 4_096

/** Takes the room of a disk. */
export class Filler {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** Until so many pages are left. */
  fill(left: number): void {
    const file = openSync(this.#path, 'w')
    try {
      const written = writeAll(file)
      ftruncateSync(file, Math.max(0, written - left * page))
    } finally {
      closeSync(file)
    }
  }

  free(): void {
    rmSync(this.#path, { force: true })
  }
}

function writeAll(file: number): number {
  let written = 0
  for (let size = 1024 * 1024; size >= page; ) {
    try {
      written += writeSync(file, Buffer.alloc(size))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      size /= 2
    }
  }
  return written
}
