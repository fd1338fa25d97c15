import type { LogMatches } from '../../contract/log.ts'
import type { LogSearch } from '../../core/ports/log-store.ts'
import { finder, mayStandIn } from '../../platform/find-text.ts'
import { type Chunk, parseLines, unpackJson } from './log-chunk.ts'

/** Looks through chunks in the order in which they come, and reads no further than it must. */
export async function searchChunks(
  chunks: AsyncIterable<Pick<Chunk, 'first' | 'lines'>>,
  { query, from, direction, limit }: LogSearch,
): Promise<LogMatches> {
  const forward = direction === 'forward'
  const holds = finder(query)
  const mayHold = mayStandIn(query)
  const matches: LogMatches['matches'] = []
  for await (const { first, lines: blob } of chunks) {
    const json = unpackJson(blob)
    if (!mayHold(json)) continue
    const lines = parseLines(first, json).filter(line => (forward ? line.seq >= from : line.seq <= from))
    for (const { seq, phase, text } of forward ? lines : lines.reverse()) {
      if (!holds(text)) continue
      matches.push({ seq, phase })
      if (matches.length === limit) return { matches, next: (forward ? seq + 1 : seq - 1) || null }
    }
  }
  return { matches, next: null }
}
