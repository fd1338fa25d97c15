import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import type { DirectLogs } from '../../../core/ports/log-store.ts'
import { signedDownload } from '../signed-urls.ts'
import { type ArchivePlace, rawPrefix } from './log-archive.ts'
import { parseLines, type UnpackedChunk } from './log-chunk.ts'
import { joinParts, partOf, partsWritten } from './raw-parts.ts'

/** What was written is used again for so long: well before the bucket forgets it, a day after. */
const freshMs = 60 * 60_000
const ContentType = 'text/plain; charset=utf-8'

export interface RawLimits {
  /** Of what is written at once, and held for it; S3 joins none of less than 5 MB. */
  partBytes: number
  /** How long one call may go on; it writes a part in any case. */
  patienceMs: number
}

/** A Lambda behind the API has 29 s. */
export const rawLimits: RawLimits = { partBytes: 16 * 2 ** 20, patienceMs: 15_000 }

interface Lines {
  last(deployment: string): Promise<number>
  from(deployment: string, seq: number): AsyncIterable<UnpackedChunk>
}

/**
 * A whole log as text, in an object that is written when somebody wants it, for a day. It is named by its last line: whoever asks for the
 * same log at the same time writes the same, and one that grew meanwhile is another. A long one is written in parts, each an object
 * that says which lines it holds: a call that has no more time leaves them to the next, and a log that grew has most of it already.
 */
export function createDirectLogs(place: ArchivePlace, lines: Lines, limits = rawLimits): DirectLogs {
  const { s3, bucket: Bucket } = place

  /** By listing, which says of what is not there that it is not. */
  async function isWritten(Key: string): Promise<boolean> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key, MaxKeys: 1 }))
    const [found] = Contents
    return found?.Key === Key && Date.now() - Number(found.LastModified ?? 0) < freshMs
  }

  /** Lines that come meanwhile are left out, or two would write different things under one name. */
  async function* textFrom(deployment: string, seq: number, last: number) {
    for await (const { first, json, edge } of lines.from(deployment, seq)) {
      if (first > last) return
      for (const line of parseLines(first, json)) {
        if (line.seq >= edge && line.seq <= last) yield { seq: line.seq, text: Buffer.from(`${line.text}\n`) }
      }
    }
  }

  /** @returns whether it is whole; else there is more of it than before. */
  async function write(deployment: string, last: number, Key: string): Promise<boolean> {
    const end = performance.now() + limits.patienceMs
    const parts = await partsWritten(place, deployment, last)
    const known = parts.length
    let held: Buffer[] = []
    let bytes = 0
    for await (const { seq, text } of textFrom(deployment, (parts.at(-1)?.last ?? 0) + 1, last)) {
      bytes += held[held.push(text) - 1]?.length ?? 0
      if (bytes < limits.partBytes) continue
      const part = partOf(deployment, (parts.at(-1)?.last ?? 0) + 1, seq)
      await s3.send(new PutObjectCommand({ Bucket, Key: part.key, Body: Buffer.concat(held), ContentType }))
      parts.push(part)
      held = []
      bytes = 0
      if (performance.now() > end) return false
    }
    const rest = Buffer.concat(held)
    // Time for that as well, where this call has had its share.
    if (parts.length > known && performance.now() > end) return false
    if (parts.length > 0) await joinParts(place, { Bucket, Key, ContentType }, parts, rest)
    else await s3.send(new PutObjectCommand({ Bucket, Key, Body: rest, ContentType }))
    return true
  }

  return {
    async download(deployment, name) {
      const last = await lines.last(deployment)
      const Key = `${rawPrefix(deployment)}${last}.log`
      if (!(await isWritten(Key)) && !(await write(deployment, last, Key))) return null
      return signedDownload(s3, { Bucket, Key, ResponseContentDisposition: `attachment; filename="${name}"` })
    },
  }
}
