import type { LogLine } from '../../contract/log.ts'
import { TrellisError } from '../../core/errors.ts'
import type { LogStore } from '../../core/ports/log-store.ts'
import { FillingPage } from '../../platform/filling-page.ts'
import type { Database } from './database.ts'
import { packLines, unpackLines } from './log-chunk.ts'
import { createLogSearch } from './log-search.ts'

/** A page must not unpack much more than it shows. */
const linesPerChunk = 500

export function createLogStore(database: Database): LogStore {
  const lastSeq = (deployment: string): number => {
    const sql = 'SELECT last FROM log_chunks WHERE deployment = ? ORDER BY first DESC LIMIT 1'
    return Number(database.get(sql, deployment)?.last ?? 0)
  }

  return {
    async append(deployment, lines) {
      // Quick: after a power cut no runner is left that could tell more, and the end of its log is no loss.
      database.transaction(() => {
        const last = lastSeq(deployment)
        const added = lines.filter(line => line.seq > last)
        refuseGap(deployment, added, last)
        for (let at = 0; at < added.length; at += linesPerChunk) {
          const chunk = added.slice(at, at + linesPerChunk)
          database.run(
            'INSERT INTO log_chunks (deployment, first, last, lines) VALUES (?, ?, ?, ?)',
            deployment,
            last + at + 1,
            last + at + chunk.length,
            packLines(chunk),
          )
        }
      }, 'quick')
    },
    async read(deployment, from, limit) {
      const page = new FillingPage<LogLine>(limit)
      for (let more = true; more; ) {
        const seq = from + page.lines.length
        const sql =
          'SELECT first, last, lines FROM log_chunks WHERE deployment = ? AND first <= ? ORDER BY first DESC LIMIT 1'
        const chunk = database.get(sql, deployment, seq)
        if (!(chunk?.lines instanceof Uint8Array) || Number(chunk.last) < seq) break
        const first = Number(chunk.first)
        more = page.take(unpackLines(first, chunk.lines, seq, page.wanted))
      }
      return { lines: page.lines, next: from + page.lines.length }
    },
    search: createLogSearch(database),
    async last(deployment) {
      return lastSeq(deployment)
    },
    async remove(deployment) {
      database.transaction(() => database.run('DELETE FROM log_chunks WHERE deployment = ?', deployment), 'quick')
    },
    direct: null,
  }
}

function refuseGap(deployment: string, lines: readonly LogLine[], last: number): void {
  const gap = lines.find((line, index) => line.seq !== last + index + 1)
  if (gap) throw new TrellisError('internal', `Line ${gap.seq} of ${deployment} would leave a gap in its log.`)
}
