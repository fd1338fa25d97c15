/** Cuts a stream into blocks of equal size; the last may be shorter, and is empty only when there is nothing at all. */
export async function* inBlocks(
  content: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ block: Uint8Array; last: boolean }> {
  let block = new Uint8Array(size)
  let filled = 0
  for await (const part of content) {
    for (let at = 0; at < part.length; ) {
      // Only when more follows is a full block known not to be the last.
      if (filled === size) {
        yield { block, last: false }
        block = new Uint8Array(size)
        filled = 0
      }
      const taken = part.subarray(at, at + size - filled)
      block.set(taken, filled)
      filled += taken.length
      at += taken.length
    }
  }
  yield { block: block.subarray(0, filled), last: true }
}
