import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noLog } from '../../../src/adapters/local/shared-sync.ts'
import { createLocalStores } from '../../../src/adapters/local/stores.ts'
import { createMemoryStores } from '../../../src/adapters/memory/stores.ts'

export const storeKinds = ['memory', 'sqlite'] as const
export type StoreKind = (typeof storeKinds)[number]

/** A world decides itself who runs when, so its stores never wait. */
const pause = () => Promise.resolve()

/**
 * What remembers, and how to forget it. Of the SQLite place only what lies in the database: the files of artifacts and
 * caches have suites of their own, and are no part of the rules.
 */
export function openStores(kind: StoreKind) {
  const memory = createMemoryStores({ pause })
  if (kind === 'memory') return { ...memory, close() {} }
  const home = mkdtempSync(join(memoryDisk(), 'trellis-world-'))
  const { close, ...local } = createLocalStores({ home, log: noLog })
  const { apps, variables, accounts, deployments, decisions, outbox, logs, vault } = local
  return {
    ...memory,
    ...{ apps, variables, accounts, deployments, decisions, outbox, logs, vault },
    close() {
      close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export type WorldStores = ReturnType<typeof openStores>

/** Thousands of durable transactions are tested for what they do, not for how fast a disk turns. */
function memoryDisk(): string {
  try {
    rmSync(mkdtempSync('/dev/shm/trellis-probe-'), { recursive: true })
    return '/dev/shm'
  } catch {
    return tmpdir()
  }
}
