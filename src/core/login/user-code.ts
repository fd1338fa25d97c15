import type { Ids } from '../ports/ids.ts'

/** Without vowels, so that no words come about, and without what looks alike (RFC 8628, 6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

/** Eight letters, `BCDF-GHJK`: 34 bits, enough for ten minutes of few guesses. */
export function userCode(ids: Ids): string {
  const random = new Uint8Array(Buffer.from(ids.token(), 'base64url'))
  // What would make some letters likelier than others is left out.
  const fair = [...random].filter(byte => byte < letters.length * 12)
  if (fair.length < 8) return userCode(ids)
  const code = fair.slice(0, 8).map(byte => letters[byte % letters.length])
  return `${code.slice(0, 4).join('')}-${code.slice(4).join('')}`
}
