import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'

/** How long the soak lasts, and what it does: the short form, unless `npm run soak` asks for more. */
export const rounds = Number(process.env.TRELLIS_SOAK_ROUNDS ?? 5)
/** Without a wish the short form is always the same: what it finds, it finds whenever something was changed. */
export const seed = Number(
  process.env.TRELLIS_SOAK_SEED ?? (process.env.TRELLIS_SOAK_ROUNDS ? randomInt(1_000_000) : 5),
)
assert.ok(rounds >= 1 && Number.isInteger(seed), 'TRELLIS_SOAK_ROUNDS and TRELLIS_SOAK_SEED are whole numbers')
/** The short form is what `npm test` has time for. */
export const isShort = rounds < 20

/** What repeats it. */
export const again = `--rounds ${rounds} --seed ${seed}`
