/** Cuts a stream into blocks of equal size; only the last may be shorter. No block is written to after it was given. */
export async function* inBlocks(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(size)
  let filled = 0
  for await (const part of content) {
    for (let at = 0; at < part.length; ) {
      const taken = part.subarray(at, at + size - filled)
      block.set(taken, filled)
      filled += taken.length
      at += taken.length
      if (filled < size) continue
      yield block
      block = new Uint8Array(size)
      filled = 0
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}
