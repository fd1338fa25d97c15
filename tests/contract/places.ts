import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalStores } from '../../src/adapters/local/stores.ts'
import { createMemoryStores } from '../../src/adapters/memory/stores.ts'
import type { Ports } from '../../src/core/ports/ports.ts'

export type Stores = Pick<
  Ports,
  | 'apps'
  | 'variables'
  | 'accounts'
  | 'sessions'
  | 'connections'
  | 'deliveries'
  | 'decisions'
  | 'reports'
  | 'logins'
  | 'users'
  | 'tokens'
  | 'deployments'
  | 'outbox'
  | 'logs'
  | 'live'
  | 'vault'
  | 'artifacts'
  | 'caches'
  | 'clock'
  | 'ids'
>

/** A test, or whatever else knows when it is over. */
export interface Ending {
  after(end: () => unknown): void
}

/** Gives fresh stores that end with the test. */
export type MakeStores = (test: Ending) => Stores

/** A folder that goes with the test. */
export function temporaryFolder(test: Ending): string {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-contract-'))
  test.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function localStores(test: Ending) {
  const home = temporaryFolder(test)
  const stores = createLocalStores({ home })
  test.after(() => stores.close())
  return { home, ...stores }
}

/** Every place whose stores must keep the contracts. */
export const places: Record<string, MakeStores> = {
  memory: () => createMemoryStores(),
  local: localStores,
}
