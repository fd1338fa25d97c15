import { Readable } from 'node:stream'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { DirectLogs } from '../../../core/ports/log-store.ts'
import { signedDownload } from '../signed-urls.ts'
import { type ArchivePlace, rawPrefix } from './log-archive.ts'
import { parseLines, type UnpackedChunk } from './log-chunk.ts'

/** What was written is used again for so long: well before the bucket forgets it, a day after. */
const freshMs = 60 * 60_000

interface Lines {
  last(deployment: string): Promise<number>
  from(deployment: string, seq: number): AsyncIterable<UnpackedChunk>
}

/**
 * A whole log as text, in an object that is written when somebody wants it, for a day. It is named by its last line: whoever asks for the
 * same log at the same time writes the same, and one that grew meanwhile is another.
 */
export function createDirectLogs({ s3, bucket: Bucket }: ArchivePlace, lines: Lines): DirectLogs {
  /** By listing, which says of what is not there that it is not. */
  async function isWritten(Key: string): Promise<boolean> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key, MaxKeys: 1 }))
    const [found] = Contents
    return found?.Key === Key && Date.now() - Number(found.LastModified ?? 0) < freshMs
  }

  /** Lines that come meanwhile are left out, or two would write different things under one name. */
  async function* text(deployment: string, last: number): AsyncGenerator<string> {
    for await (const { first, json, edge } of lines.from(deployment, 1)) {
      if (first > last) return
      yield parseLines(first, json)
        .filter(({ seq }) => seq >= edge && seq <= last)
        .map(line => `${line.text}\n`)
        .join('')
    }
  }

  return {
    async download(deployment, name) {
      const last = await lines.last(deployment)
      const Key = `${rawPrefix(deployment)}${last}.log`
      if (!(await isWritten(Key))) {
        const Body = Readable.from(text(deployment, last), { objectMode: false })
        const params = { Bucket, Key, Body, ContentType: 'text/plain; charset=utf-8' }
        await new Upload({ client: s3, params }).done()
      }
      return signedDownload(s3, { Bucket, Key, ResponseContentDisposition: `attachment; filename="${name}"` })
    },
  }
}
