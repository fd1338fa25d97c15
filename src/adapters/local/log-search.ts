import { setImmediate as breathe } from 'node:timers/promises'
import { inflateRawSync } from 'node:zlib'
import type { LogMatches } from '../../contract/log.ts'
import type { LogSearch } from '../../core/ports/log-store.ts'
import { finder, mayStandIn } from '../../platform/find-text.ts'
import type { Database } from './database.ts'
import { unpackJson } from './log-chunk.ts'

/** Chunks looked through in one go: a few milliseconds. */
const atOnce = 16

const sql = {
  forward: 'SELECT first, lines FROM log_chunks WHERE deployment = ? AND first >= ? ORDER BY first LIMIT ?',
  backward: 'SELECT first, lines FROM log_chunks WHERE deployment = ? AND first <= ? ORDER BY first DESC LIMIT ?',
}

/** Looks through a log chunk by chunk, and lets others have their turn in between. */
export async function searchChunks(database: Database, deployment: string, wish: LogSearch): Promise<LogMatches> {
  const { query, from, direction, limit } = wish
  const forward = direction === 'forward'
  const holds = finder(query)
  const mayHold = mayStandIn(query)
  const matches: LogMatches['matches'] = []
  for (let at = forward ? chunkOf(database, deployment, from) : from; ; ) {
    const chunks = database.all(sql[direction], deployment, at, atOnce)
    for (const { first: start, lines: blob } of chunks) {
      const first = Number(start)
      if (!(blob instanceof Uint8Array)) continue
      const json = inflateRawSync(blob).toString()
      at = forward ? first + 1 : first - 1
      if (!mayHold(json)) continue
      const lines = unpackJson(first, json).filter(line => (forward ? line.seq >= from : line.seq <= from))
      for (const { seq, phase, text } of forward ? lines : lines.reverse()) {
        if (!holds(text)) continue
        matches.push({ seq, phase })
        if (matches.length === limit) return { matches, next: (forward ? seq + 1 : seq - 1) || null }
      }
    }
    if (chunks.length < atOnce) return { matches, next: null }
    await breathe()
  }
}

/** Where the chunk begins that a line lies in. */
function chunkOf(database: Database, deployment: string, seq: number): number {
  const found = 'SELECT max(first) AS first FROM log_chunks WHERE deployment = ? AND first <= ?'
  return Number(database.get(found, deployment, seq)?.first ?? seq)
}
