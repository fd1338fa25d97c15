import { createHash, timingSafeEqual } from 'node:crypto'

/** Tokens carry 256 random bits, so a plain hash is enough to store them. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** In constant time. */
export function tokenMatches(token: string, hash: string | null): boolean {
  if (!hash) return false
  return timingSafeEqual(Buffer.from(hashToken(token), 'hex'), Buffer.from(hash, 'hex'))
}
