import { open } from 'node:fs/promises'

const endBytes = 22
const mostComment = 65_535
const mostDirectory = 64 * 1024 * 1024

/** The names of the files in an archive. Undefined: it is none, or one of a kind that is not understood. */
export async function zipNames(path: string): Promise<string[] | undefined> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const read = async (start: number, length: number) =>
      (await file.read(Buffer.alloc(length), 0, length, start)).buffer
    const length = Math.min(size, endBytes + mostComment)
    const tail = await read(size - length, length)
    const at = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
    if (at < 0 || at + endBytes > tail.length) return undefined
    const [count, bytes, start] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
    // Larger than its first form has room for.
    if (count === 0xffff || start + bytes > size || bytes > mostDirectory) return undefined
    return namesIn(await read(start, bytes), count)
  } finally {
    await file.close()
  }
}

function namesIn(directory: Buffer, count: number): string[] | undefined {
  const names: string[] = []
  let at = 0
  while (names.length < count) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) return undefined
    const length = directory.readUInt16LE(at + 28)
    names.push(directory.toString('utf8', at + 46, at + 46 + length))
    at += 46 + length + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return names
}
