import type { LogLine } from '../../contract/log.ts'
import { TrellisError } from '../../core/errors.ts'
import type { DirectLogs, LogStore } from '../../core/ports/log-store.ts'
import { FillingPage } from '../../platform/filling-page.ts'
import { type ArchivePlace, LogArchive } from './log/log-archive.ts'
import { type Chunk, packLines, parseLines } from './log/log-chunk.ts'
import { LogItems } from './log/log-items.ts'
import { objectLimits, packChunks } from './log/pack-chunks.ts'
import { createDirectLogs, rawLimits } from './log/raw-log.ts'
import { chunksBack, chunksFrom } from './log/read-chunks.ts'
import { searchChunks } from './log/search-chunks.ts'
import { again, untilUndisturbed } from './table/again.ts'
import type { RecordsTable } from './table/open-table.ts'
import { mostWrites } from './table/write.ts'

/** Of one transaction; DynamoDB takes 4 MB. */
const mostBytes = 3_500_000

export interface AwsLogStore extends LogStore {
  readonly direct: DirectLogs
  /**
   * Moves what lies in the table to S3. Of a deployment that ended, and long ago: somebody who still appends, since before the table was
   * cleared, would begin anew. Interrupted, it has lost nothing and goes on when it is called again; two at once do no harm.
   */
  archive(deployment: string): Promise<void>
}

/**
 * A chunk of lines is an item under the number of its first line. Lines have no gaps, so two who append at once both begin
 * after the same last line: the second finds the item taken, and looks again.
 */
export function createLogStore(
  table: RecordsTable,
  place: ArchivePlace,
  limits = objectLimits,
  raw = rawLimits,
): AwsLogStore {
  const items = new LogItems(table)
  const archive = new LogArchive(table, place)
  const places = { items, archive }
  const last = async (deployment: string): Promise<number> =>
    (await items.last(deployment)) ?? (await archive.upTo(deployment))?.last ?? 0

  return {
    async append(deployment, lines) {
      await untilUndisturbed(async () => {
        const stored = await last(deployment)
        const added = lines.filter(line => line.seq > stored)
        refuseGap(deployment, added, stored)
        for (const batch of inTransactions(packLines(added))) {
          if (!(await items.put(deployment, batch))) return again
        }
        return undefined
      })
    },
    async read(deployment, seq, limit) {
      const page = new FillingPage<LogLine>(limit)
      for await (const { first, json, edge } of chunksFrom(places, deployment, seq)) {
        if (!page.take(parseLines(first, json).slice(Math.max(edge - first, 0)))) break
      }
      return { lines: page.lines, next: seq + page.lines.length }
    },
    async search(deployment, wish) {
      const chunks = wish.direction === 'forward' ? chunksFrom : chunksBack
      return searchChunks(chunks(places, deployment, wish.from), wish)
    },
    last,
    async remove(deployment) {
      await items.removeUpTo(deployment, Number.MAX_SAFE_INTEGER)
      await archive.remove(deployment)
    },
    direct: createDirectLogs(place, { last, from: (deployment, seq) => chunksFrom(places, deployment, seq) }, raw),
    async archive(deployment) {
      for (;;) {
        const archived = (await archive.upTo(deployment))?.last ?? 0
        // Of an earlier time around as well, be it another process's.
        await items.removeUpTo(deployment, archived)
        const chunks = items.from(deployment, archived + 1, 'forward')
        const pack = await packChunks(chunks, archived + 1, limits)
        if (!pack) return
        await archive.add(deployment, pack)
      }
    },
  }
}

/** One transaction, but for a batch larger than any that the API lets in: then its later lines come in transactions after it. */
function inTransactions(chunks: readonly Chunk[]): Chunk[][] {
  const batches: Chunk[][] = []
  let bytes = 0
  for (const chunk of chunks) {
    const batch = batches.at(-1)
    bytes += chunk.lines.length
    if (batch && batch.length < mostWrites && bytes <= mostBytes) batch.push(chunk)
    else {
      batches.push([chunk])
      bytes = chunk.lines.length
    }
  }
  return batches
}

function refuseGap(deployment: string, lines: readonly LogLine[], last: number): void {
  const gap = lines.find((line, index) => line.seq !== last + index + 1)
  if (gap) throw new TrellisError('internal', `Line ${gap.seq} of ${deployment} would leave a gap in its log.`)
}
