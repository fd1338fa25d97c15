import { setImmediate as breathe } from 'node:timers/promises'
import { inflateRawSync } from 'node:zlib'
import type { LogMatches } from '../../contract/log.ts'
import type { LogSearch } from '../../core/ports/log-store.ts'
import { finder } from '../../platform/find-text.ts'
import type { Database } from './database.ts'
import { unpackJson } from './log-chunk.ts'

/** Chunks looked through in one go: a few milliseconds. */
const atOnce = 16

const sql = {
  forward: 'SELECT first, lines FROM log_chunks WHERE deployment = ? AND last >= ? ORDER BY first LIMIT ?',
  backward: 'SELECT first, lines FROM log_chunks WHERE deployment = ? AND first <= ? ORDER BY first DESC LIMIT ?',
}

/** Looks through a log chunk by chunk, and lets others have their turn in between. */
export async function searchChunks(database: Database, deployment: string, wish: LogSearch): Promise<LogMatches> {
  const { query, from, direction, limit } = wish
  const forward = direction === 'forward'
  const holds = finder(query)
  const mayHold = quickLook(query)
  const matches: LogMatches['matches'] = []
  let at = from
  for (;;) {
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
        if (matches.length === limit) return { matches, next: seq }
        matches.push({ seq, phase })
      }
    }
    if (chunks.length < atOnce) return { matches, next: null }
    at = forward ? await nextChunk(database, deployment, at) : at
    await breathe()
  }
}

/** `last >=` would give the chunk that `at` lies in once more. */
async function nextChunk(database: Database, deployment: string, at: number): Promise<number> {
  const row = database.get(
    'SELECT last FROM log_chunks WHERE deployment = ? AND first < ? ORDER BY first DESC LIMIT 1',
    deployment,
    at,
  )
  return Number(row?.last ?? at) + 1
}

/** Most chunks need not be unpacked: whether the text stands in the JSON as it is. With escapes in it, it may stand there in parts. */
function quickLook(query: string): (json: string) => boolean {
  const exact = query !== query.toLowerCase()
  const wanted = JSON.stringify(query).slice(1, -1)
  return json => json.includes('\\u001b') || (exact ? json : json.toLowerCase()).includes(wanted)
}
