import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Format 1: AES-256-GCM, `v1.` and then nonce (12 bytes), tag (16) and ciphertext in base64url. */
const format = 'v1.'

/** A key of its own for each purpose, from the one that is kept. */
export const deriveKey = (key: Uint8Array, purpose: string, salt: Uint8Array = new Uint8Array()): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, `trellis ${purpose}`, 32))

/** @param context is not hidden, but what was sealed with it opens with it alone. */
export function sealText(key: Uint8Array, plain: string, context: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const content = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return format + Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url')
}

/** @throws when it was sealed with another key or context, or was changed. */
export function openText(key: Uint8Array, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed.slice(format.length), 'base64url')
  // Decoding overlooks what is no base64: only what was sealed letter for letter may open.
  if (format + bytes.toString('base64url') !== sealed || bytes.length < 28) throw new Error('not sealed by Trellis')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString()
}
