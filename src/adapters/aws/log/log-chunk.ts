import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { LogLine } from '../../../contract/log.ts'

type Packed = [at: string, phase: LogLine['phase'], stream: LogLine['stream'], text: string]

/** A page must not unpack much more than it shows. */
export const mostLines = 500
/** Of JSON, before it is packed: an item of DynamoDB holds 400 KB. The longest line there is has less than this. */
export const mostBytes = 256 * 1024

export interface Chunk {
  first: number
  last: number
  lines: Uint8Array
}

export interface UnpackedChunk {
  first: number
  json: string
  /** What lies on the other side of this line was told already, from elsewhere. */
  edge: number
}

const deflate = (json: string): Uint8Array => deflateRawSync(json, { level: 1 })

/** Consecutive lines in small blobs: their numbers follow from the first one's. */
export function packLines(lines: readonly LogLine[], pack = deflate): Chunk[] {
  const chunks: Chunk[] = []
  let packed: string[] = []
  let bytes = 0
  let first = lines[0]?.seq ?? 1
  const close = (): void => {
    if (packed.length === 0) return
    chunks.push({ first, last: first + packed.length - 1, lines: pack(`[${packed.join(',')}]`) })
    first += packed.length
    packed = []
    bytes = 0
  }
  for (const { at, phase, stream, text } of lines) {
    const json = JSON.stringify([at, phase, stream, text] satisfies Packed)
    const size = Buffer.byteLength(json)
    if (packed.length === mostLines || bytes + size > mostBytes) close()
    packed.push(json)
    bytes += size + 1
  }
  close()
  return chunks
}

export const unpackJson = (blob: Uint8Array): string => inflateRawSync(blob).toString()

export function parseLines(first: number, json: string): LogLine[] {
  const packed = JSON.parse(json) as Packed[]
  return packed.map(([at, phase, stream, text], index) => ({ seq: first + index, at, phase, stream, text }))
}
