import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { LogLine } from '../../contract/log.ts'

type Packed = [at: string, phase: LogLine['phase'], stream: LogLine['stream'], text: string]

/** Consecutive lines as one small blob: their numbers follow from the first one's. */
export function packLines(lines: readonly LogLine[]): Uint8Array {
  const packed = lines.map(({ at, phase, stream, text }): Packed => [at, phase, stream, text])
  return deflateRawSync(JSON.stringify(packed), { level: 1 })
}

/** A chunk is unpacked in one piece: pieces would have to be joined, and each byte be held twice. */
export const inOnePiece = { chunkSize: 65_536 }

/** @param from the first line that is wanted @param limit and how many of them */
export function unpackLines(first: number, blob: Uint8Array, from = first, limit = Infinity): LogLine[] {
  return unpackJson(first, inflateRawSync(blob, inOnePiece).toString(), from, limit)
}

export function unpackJson(first: number, json: string, from = first, limit = Infinity): LogLine[] {
  const packed = JSON.parse(json) as Packed[]
  const wanted = packed.slice(from - first, from - first + limit)
  return wanted.map(([at, phase, stream, text], index) => ({ seq: from + index, at, phase, stream, text }))
}
