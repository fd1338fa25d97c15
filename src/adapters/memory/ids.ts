import { createHash } from 'node:crypto'
import type { Ids } from '../../core/ports/ids.ts'

/** The same ids and tokens in every run, so that a failing test fails again. */
export function createIds(): Ids {
  let ids = 0
  let tokens = 0
  return {
    id() {
      ids += 1
      return `id-${String(ids).padStart(9, '0')}`
    },
    token() {
      tokens += 1
      return createHash('sha256').update(`token ${tokens}`).digest('base64url')
    },
  }
}
