import fc from 'fast-check'
import type { StoreKind } from '../support/world/stores.ts'
import type { Fault } from '../support/world/world.ts'
import { story } from './actions.ts'
import { tell } from './tell.ts'

/** Stories told on memory stores by default. */
export const usualRuns = 400

/** So many stories by default; TRELLIS_RUNS multiplies them, for a night's run. */
export const runsOf = (usual: number): number => Math.ceil(usual * Number(process.env.TRELLIS_RUNS ?? 1))

/** Seed and path of a failure, as a report prints them, tell the same story again: TRELLIS_SEED=… TRELLIS_PATH=…. */
const again = {
  ...(process.env.TRELLIS_SEED ? { seed: Number(process.env.TRELLIS_SEED) } : {}),
  ...(process.env.TRELLIS_PATH ? { path: process.env.TRELLIS_PATH } : {}),
}

export const rulesHold = (stores: StoreKind, fault?: Fault) => fc.asyncProperty(story, one => tell(one, stores, fault))

export const assertRules = (stores: StoreKind, runs: number): Promise<void> =>
  fc.assert(rulesHold(stores), { numRuns: runsOf(runs), ...again })
