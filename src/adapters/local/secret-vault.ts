import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { TrellisError } from '../../core/errors.ts'
import type { SecretVault } from '../../core/ports/secret-vault.ts'
import type { MasterKey } from './key-file.ts'

/** Format 1: AES-256-GCM, `v1.` and then nonce (12 bytes), tag (16) and ciphertext in base64url. */
const format = 'v1.'

export function createSecretVault(master: MasterKey): SecretVault {
  const key = master.keyFor('secrets')
  return {
    async seal(plain, context) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
      const content = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return format + Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url')
    },
    async open(sealed, context) {
      const bytes = Buffer.from(sealed.slice(format.length), 'base64url')
      // Decoding overlooks what is no base64: only what was sealed letter for letter may open.
      if (format + bytes.toString('base64url') !== sealed || bytes.length < 28) throw doesNotOpen(context)
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
        decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(12, 28))
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString()
      } catch (error) {
        throw doesNotOpen(context, error)
      }
    },
  }
}

const doesNotOpen = (context: string, cause?: unknown) =>
  new TrellisError(
    'key_unusable',
    `The secret of ${context} does not open: it was sealed with another key, or was changed.`,
    'Put the key file back that belongs to this database, or set the value again.',
    { cause },
  )
