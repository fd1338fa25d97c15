import type { LogArchive } from './log-archive.ts'
import { type UnpackedChunk, unpackJson } from './log-chunk.ts'
import type { LogItems } from './log-items.ts'

interface Places {
  items: LogItems
  archive: LogArchive
}

/**
 * All lines from one on, wherever they lie. What is archived has its item before the first of its chunks goes: so whoever does not
 * find a line in the table, be it that it went this moment, asks the archive then, and not before.
 */
export async function* chunksFrom({ items, archive }: Places, deployment: string, at: number) {
  for (let next = at; ; ) {
    const start = await items.startOf(deployment, next)
    for await (const { first, last, lines } of items.from(deployment, start, 'forward')) {
      if (first > next) break
      yield { first, json: unpackJson(lines), edge: next } satisfies UnpackedChunk
      next = Math.max(next, last + 1)
    }
    const archived = await archive.upTo(deployment, next)
    if (!archived || archived.last < next) return
    yield* archive.from(archived, next, 'forward')
    next = archived.last + 1
  }
}

/** The same, from a line back to the first, or from the last one if there are not so many. */
export async function* chunksBack({ items, archive }: Places, deployment: string, at: number) {
  for (let next = at; next > 0; ) {
    for await (const { first, last, lines } of items.from(deployment, next, 'backward')) {
      if (last < next && ((await archive.upTo(deployment, next))?.last ?? 0) > last) break
      yield { first, json: unpackJson(lines), edge: next } satisfies UnpackedChunk
      next = first - 1
    }
    const archived = await archive.upTo(deployment, next)
    if (!archived) return
    yield* archive.from(archived, next, 'backward')
    next = archived.first - 1
  }
}
