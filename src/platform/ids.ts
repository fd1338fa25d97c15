import { randomBytes } from 'node:crypto'

/** Crockford's base 32, whose digits sort as text. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz'

function inBase32(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 32n) text = digits[Number(rest % 32n)] + text
  return text
}

/** Ids as ULIDs: milliseconds, then 80 bits, random for the first of a millisecond and counted up for those that follow it. */
export function createIds(clock: { now(): number }) {
  let time = -1
  let rest = 0n
  return {
    id(): string {
      const now = clock.now()
      // The top bit stays free, so that counting up does not run over.
      rest = now === time ? rest + 1n : BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n
      time = now
      return inBase32(BigInt(time), 10) + inBase32(rest, 16)
    },
    token: (): string => randomBytes(32).toString('base64url'),
  }
}
