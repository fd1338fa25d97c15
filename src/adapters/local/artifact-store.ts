import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { TrellisError } from '../../core/errors.ts'
import type { ArtifactStore } from '../../core/ports/artifact-store.ts'
import { ArtifactCipher, blockBytes, headerBytes, tagBytes } from './artifact-cipher.ts'
import { inBlocks } from './blocks.ts'
import { fileFailure, isFileError } from './file-failure.ts'
import type { MasterKey } from './key-file.ts'
import { flushFolder } from './write-once.ts'

/** One encrypted file an artifact, named by the digest of its plain bytes; a few blocks at a time are in memory. */
export function createArtifactStore(folder: string, master: MasterKey): ArtifactStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  removeDrafts(folder)

  return {
    direct: null,
    async put(content) {
      const draft = join(folder, `${randomBytes(8).toString('hex')}.new`)
      try {
        await using file = await open(draft, 'wx', 0o600)
        const written = await write(file, content, master)
        // A rename keeps the time of the last write, by which `prune` spares what is not recorded yet.
        renameSync(draft, join(folder, written.digest))
        flushFolder(folder)
        return written
      } catch (error) {
        throw fileFailure(error, folder)
      } finally {
        rmSync(draft, { force: true })
      }
    },
    async get(digest) {
      const path = join(folder, /^[0-9a-f]{64}$/.test(digest) ? digest : 'none')
      await using file = await openToRead(path, digest)
      await readHeader(file, digest, master)
      return read(path, digest, master)
    },
    async prune(keep, storedBefore) {
      for (const name of readdirSync(folder)) {
        if (keep.has(name) || !/^[0-9a-f]{64}$/.test(name)) continue
        // Looked at and removed in one turn: a `put` of the same bytes comes wholly before or after.
        const path = join(folder, name)
        if (statSync(path).mtimeMs < storedBefore) rmSync(path)
      }
    },
  }
}

/** What a killed server left half-written. Only one server has this folder, and it is only starting. */
function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) if (name.endsWith('.new')) rmSync(join(folder, name))
}

async function write(file: FileHandle, content: AsyncIterable<Uint8Array>, master: MasterKey) {
  const cipher = new ArtifactCipher(master)
  const hash = createHash('sha256')
  let bytes = 0
  let number = 0
  let position = headerBytes
  for await (const block of inBlocks(content, blockBytes)) {
    hash.update(block)
    bytes += block.length
    const sealed = cipher.seal(block, number++)
    await writeAll(file, sealed, position)
    position += sealed.length
  }
  const digest = hash.digest('hex')
  await writeAll(file, cipher.header(digest), 0)
  const now = new Date()
  await file.utimes(now, now)
  await file.sync()
  return { digest, bytes }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten
  }
}

async function* read(path: string, digest: string, master: MasterKey): AsyncGenerator<Uint8Array> {
  await using file = await openToRead(path, digest)
  const cipher = await readHeader(file, digest, master)
  const hash = createHash('sha256')
  const { size } = await file.stat()
  const sealedBytes = blockBytes + tagBytes
  let number = 0
  for (let position = headerBytes; position < size; position += sealedBytes) {
    const sealed = Buffer.alloc(Math.min(sealedBytes, size - position))
    const block = await openBlock(file, sealed, position, () => cipher.open(sealed, number))
    if (!block) throw damaged(digest)
    number += 1
    hash.update(block)
    yield block
  }
  if (hash.digest('hex') !== digest) throw damaged(digest)
}

async function openBlock(
  file: FileHandle,
  sealed: Buffer,
  position: number,
  decrypt: () => Buffer,
): Promise<Buffer | null> {
  const { bytesRead } = await file.read(sealed, 0, sealed.length, position)
  if (bytesRead !== sealed.length || sealed.length < tagBytes) return null
  try {
    return decrypt()
  } catch {
    return null
  }
}

async function openToRead(path: string, digest: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (!isFileError(error, 'ENOENT')) throw error
    throw new TrellisError('artifact_missing', `There is no artifact ${digest}.`, 'Deploy the commit again instead.')
  }
}

async function readHeader(file: FileHandle, digest: string, master: MasterKey): Promise<ArtifactCipher> {
  const header = Buffer.alloc(headerBytes)
  const { bytesRead } = await file.read(header, 0, headerBytes, 0)
  const cipher = ArtifactCipher.ofHeader(master, header.subarray(0, bytesRead), digest)
  if (!cipher) throw damaged(digest)
  return cipher
}

const damaged = (digest: string) =>
  new TrellisError('artifact_missing', `The artifact ${digest} is damaged.`, 'Deploy the commit again instead.')
