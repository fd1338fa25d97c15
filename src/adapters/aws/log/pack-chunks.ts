import { gzipSync } from 'node:zlib'
import type { LogLine } from '../../../contract/log.ts'
import type { Member } from '../items/archived-log.ts'
import { type Chunk, mostBytes, mostLines, packLines, parseLines, unpackJson } from './log-chunk.ts'

/** Of one object, which is in memory while it is put together. Its item holds where its members begin: 400 KB at most. */
export const objectLimits = { bytes: 8 * 1024 * 1024, members: 4_000 }

export interface Pack {
  content: Buffer
  first: number
  last: number
  members: Member[]
}

/**
 * Puts chunks together as they come, from line `first` on, until an object is full: what a runner posted many times a second, a few
 * lines each, is packed anew in larger parts. @returns null: there is no such line.
 */
export async function packChunks(
  chunks: AsyncIterable<Chunk>,
  first: number,
  limits = objectLimits,
): Promise<Pack | null> {
  const parts: Buffer[] = []
  const members: Member[] = []
  let bytes = 0
  let next = first
  let waiting: LogLine[] = []
  let waitingBytes = 0
  const close = () => {
    for (const part of packLines(waiting, json => gzipSync(`${json}\n`))) {
      members.push([part.first, bytes])
      parts.push(Buffer.from(part.lines))
      bytes += part.lines.length
      next = part.last + 1
    }
    waiting = []
    waitingBytes = 0
  }
  for await (const chunk of chunks) {
    const json = unpackJson(chunk.lines)
    const lines = parseLines(chunk.first, json)
    if (waiting.length + lines.length > mostLines || waitingBytes + json.length > mostBytes) close()
    if (bytes >= limits.bytes || members.length >= limits.members) break
    waiting.push(...lines)
    waitingBytes += json.length
  }
  close()
  return members.length === 0 ? null : { content: Buffer.concat(parts), first, last: next - 1, members }
}
