import { inflateRawSync } from 'node:zlib'
import type { LogMatches } from '../../contract/log.ts'
import type { LogSearch } from '../../core/ports/log-store.ts'
import { finder, mayStandIn } from '../../platform/find-text.ts'
import { inOnePiece, unpackJson } from './log-chunk.ts'

/** A part of a log, as it lies in the database. */
export interface PackedChunk {
  readonly first: number
  readonly lines: Uint8Array
}

/**
 * What a thread of its own does for a search: the garbage that a million lines make is then collected from a small heap,
 * and nobody waits for it.
 * @param chunks in the order in which they are to be looked through
 */
export default function searchChunks({
  chunks,
  wish: { query, from, direction, limit },
}: {
  chunks: readonly PackedChunk[]
  wish: LogSearch
}): LogMatches['matches'] {
  const forward = direction === 'forward'
  const holds = finder(query)
  const mayHold = mayStandIn(query)
  const matches: LogMatches['matches'] = []
  for (const { first, lines: blob } of chunks) {
    const json = inflateRawSync(blob, inOnePiece).toString()
    if (!mayHold(json)) continue
    const lines = unpackJson(first, json).filter(line => (forward ? line.seq >= from : line.seq <= from))
    for (const { seq, phase, text } of forward ? lines : lines.reverse()) {
      if (!holds(text)) continue
      matches.push({ seq, phase })
      if (matches.length === limit) return matches
    }
  }
  return matches
}
