import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { MasterKey } from './key-file.ts'

/**
 * An artifact's file: a header (magic, salt, seal), then blocks. Each block is AES-256-GCM under a key that belongs to this
 * file alone, with its number as nonce: none can be changed or moved; that none was dropped or added, the digest of the whole
 * tells. The header's seal binds the file to its digest, so that one put in another's place is found before its first byte is used.
 */
export const blockBytes = 64 * 1024
export const tagBytes = 16
const magic = Buffer.from('TRLSART1')
const saltBytes = 32
export const headerBytes = magic.length + saltBytes + 32

export class ArtifactCipher {
  readonly #salt: Buffer
  readonly #blockKey: Buffer
  readonly #headerKey: Buffer

  constructor(master: MasterKey, salt: Buffer = randomBytes(saltBytes)) {
    this.#salt = salt
    this.#blockKey = master.keyFor('artifact blocks', salt)
    this.#headerKey = master.keyFor('artifact header', salt)
  }

  /** @returns null when this is not the header of the artifact with that digest. */
  static ofHeader(master: MasterKey, header: Buffer, digest: string): ArtifactCipher | null {
    if (header.length !== headerBytes) return null
    const cipher = new ArtifactCipher(master, header.subarray(magic.length, magic.length + saltBytes))
    return timingSafeEqual(cipher.header(digest), header) ? cipher : null
  }

  header(digest: string): Buffer {
    const start = Buffer.concat([magic, this.#salt])
    const seal = createHmac('sha256', this.#headerKey).update(start).update(digest).digest()
    return Buffer.concat([start, seal])
  }

  seal(block: Uint8Array, number: number): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#blockKey, nonce(number))
    return Buffer.concat([cipher.update(block), cipher.final(), cipher.getAuthTag()])
  }

  /** @throws when it is not that block. */
  open(sealed: Buffer, number: number): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#blockKey, nonce(number), { authTagLength: tagBytes })
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
  }
}

function nonce(number: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeBigUInt64BE(BigInt(number), 4)
  return bytes
}
