import type { LogMatches } from '../../../contract/log.ts'
import type { LogSearch } from '../../../core/ports/log-store.ts'
import { finder, mayStandIn } from '../../../platform/find-text.ts'
import { parseLines, type UnpackedChunk } from './log-chunk.ts'

/** Looks through chunks in the order in which they come, and reads no further than it must. */
export async function searchChunks(
  chunks: AsyncIterable<UnpackedChunk>,
  { query, direction, limit }: Omit<LogSearch, 'from'>,
): Promise<LogMatches> {
  const forward = direction === 'forward'
  const holds = finder(query)
  const mayHold = mayStandIn(query)
  const matches: LogMatches['matches'] = []
  for await (const { first, json, edge } of chunks) {
    if (!mayHold(json)) continue
    const lines = parseLines(first, json).filter(line => (forward ? line.seq >= edge : line.seq <= edge))
    for (const { seq, phase, text } of forward ? lines : lines.reverse()) {
      if (!holds(text)) continue
      matches.push({ seq, phase })
      if (matches.length === limit) return { matches, next: (forward ? seq + 1 : seq - 1) || null }
    }
  }
  return { matches, next: null }
}
