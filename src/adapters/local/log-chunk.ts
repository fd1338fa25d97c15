import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { LogLine } from '../../contract/log.ts'

type Packed = [at: string, phase: LogLine['phase'], stream: LogLine['stream'], text: string]

/** Consecutive lines as one small blob: their numbers follow from the first one's. */
export function packLines(lines: readonly LogLine[]): Uint8Array {
  const packed = lines.map(({ at, phase, stream, text }): Packed => [at, phase, stream, text])
  return deflateRawSync(JSON.stringify(packed), { level: 1 })
}

export function unpackLines(first: number, blob: Uint8Array): LogLine[] {
  return unpackJson(first, inflateRawSync(blob).toString())
}

export function unpackJson(first: number, json: string): LogLine[] {
  const packed = JSON.parse(json) as Packed[]
  return packed.map(([at, phase, stream, text], index) => ({ seq: first + index, at, phase, stream, text }))
}
