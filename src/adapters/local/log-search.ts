import { fileURLToPath } from 'node:url'
import type { Tinypool } from 'tinypool'
import type { LogMatches } from '../../contract/log.ts'
import type { LogSearch } from '../../core/ports/log-store.ts'
import type { Database } from './database.ts'
import type searchChunks from './search-chunks.ts'
import type { PackedChunk } from './search-chunks.ts'

/** Chunks that the thread gets in one go: some ten milliseconds of work, so that searches take turns. */
const atOnce = 64
/** Milliseconds for which the thread waits for another search: it holds some ten megabytes. */
const patience = 30_000

const thread = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './search-chunks.ts' : './search-chunks.js', import.meta.url),
)

const sql = {
  forward: 'SELECT first, lines FROM log_chunks WHERE deployment = ? AND first >= ? ORDER BY first LIMIT ?',
  backward: 'SELECT first, lines FROM log_chunks WHERE deployment = ? AND first <= ? ORDER BY first DESC LIMIT ?',
}

/** Looks through logs in a thread, which is there only while somebody searches. */
export function createLogSearch(database: Database): (deployment: string, wish: LogSearch) => Promise<LogMatches> {
  let started: Promise<Tinypool> | undefined
  const look = async (chunks: readonly PackedChunk[], wish: LogSearch) => {
    started ??= startThread()
    const pool = await started
    const matches: ReturnType<typeof searchChunks> = await pool.run({ chunks, wish })
    return matches
  }
  return async (deployment, wish) => {
    const forward = wish.direction === 'forward'
    const matches: LogMatches['matches'] = []
    for (let at = forward ? chunkOf(database, deployment, wish.from) : wish.from; ; ) {
      const chunks = chunksFrom(database, deployment, wish, at)
      const last = chunks.at(-1)
      if (!last) return { matches, next: null }
      matches.push(...(await look(chunks, { ...wish, limit: wish.limit - matches.length })))
      const seq = matches.at(-1)?.seq
      if (seq !== undefined && matches.length === wish.limit)
        return { matches, next: (forward ? seq + 1 : seq - 1) || null }
      at = forward ? last.first + 1 : last.first - 1
    }
  }
}

async function startThread(): Promise<Tinypool> {
  const { Tinypool } = await import('tinypool')
  return new Tinypool({ filename: thread, minThreads: 0, maxThreads: 1, idleTimeout: patience })
}

function chunksFrom(database: Database, deployment: string, { direction }: LogSearch, at: number): PackedChunk[] {
  return database
    .all(sql[direction], deployment, at, atOnce)
    .flatMap(({ first, lines }) => (lines instanceof Uint8Array ? [{ first: Number(first), lines }] : []))
}

/** Where the chunk begins that a line lies in. */
function chunkOf(database: Database, deployment: string, seq: number): number {
  const found = 'SELECT max(first) AS first FROM log_chunks WHERE deployment = ? AND first <= ?'
  return Number(database.get(found, deployment, seq)?.first ?? seq)
}
