import { existsSync } from 'node:fs'
import { createClock } from '../../platform/clock.ts'
import { createIds } from '../../platform/ids.ts'
import { createAccountStore } from './account-store.ts'
import { createAppStore } from './app-store.ts'
import { createArtifactStore } from './artifact-store.ts'
import { createCacheLocations } from './cache-locations.ts'
import { createConnectionStore } from './connection-store.ts'
import { createDecisionStore } from './decision-store.ts'
import { createDeliveryStore } from './delivery-store.ts'
import { createDeploymentStore } from './deployment-store.ts'
import { homeFiles } from './home-files.ts'
import { inspectDatabase } from './inspect-database.ts'
import { type MasterKey, openKeyFile } from './key-file.ts'
import { createLiveUpdates } from './live-updates.ts'
import { createLogStore } from './log-store.ts'
import { createLoginStore } from './login-store.ts'
import { migrations } from './migrations/all.ts'
import { openDatabase } from './open-database.ts'
import { createOutbox } from './outbox.ts'
import { createReportStore } from './report-store.ts'
import { createSecretVault } from './secret-vault.ts'
import { createSessionStore } from './session-store.ts'
import type { LogOnDisk } from './shared-sync.ts'
import { createTokenStore } from './token-store.ts'
import { createUserStore } from './user-store.ts'
import { createVariableStore } from './variable-store.ts'

/** A key that is missing where there is a database: unless that is none of ours, and no key opens it. */
function openKey({ key, database }: ReturnType<typeof homeFiles>): MasterKey {
  const hasDatabase = existsSync(database)
  try {
    return openKeyFile(key, !hasDatabase)
  } catch (error) {
    if (hasDatabase) inspectDatabase(database, migrations.length)
    throw error
  }
}

export type LocalStores = ReturnType<typeof createLocalStores>

/**
 * The part of `Ports` that remembers, in an existing home folder. A server opens the home first: that keeps a second one out.
 * @param log how the database's log is written out; default: to the disk
 * @throws TrellisError key_unusable, database_unreadable, database_newer, disk_full
 */
export function createLocalStores({ home, log }: { home: string; log?: LogOnDisk }) {
  const files = homeFiles(home)
  const master = openKey(files)
  const database = openDatabase(files.database, undefined, log)
  const clock = createClock()
  return {
    apps: createAppStore(database),
    variables: createVariableStore(database),
    accounts: createAccountStore(database),
    sessions: createSessionStore(database),
    connections: createConnectionStore(database),
    deliveries: createDeliveryStore(database),
    decisions: createDecisionStore(database),
    reports: createReportStore(database),
    logins: createLoginStore(database),
    users: createUserStore(database),
    tokens: createTokenStore(database),
    deployments: createDeploymentStore(database),
    outbox: createOutbox(database),
    logs: createLogStore(database),
    live: createLiveUpdates(),
    vault: createSecretVault(master),
    artifacts: createArtifactStore(files.artifacts, master),
    caches: createCacheLocations(files.caches),
    clock,
    ids: createIds(clock),
    // Goes where the key goes: records that are moved to another machine stay those of this installation.
    installation: async () => master.keyFor('installation').toString('hex').slice(0, 16),
    /** What somebody did to the database's file, after which nothing may be had of the stores. */
    damage: () => database.damage(),
    /** May be called twice; nothing may be asked of the stores afterwards. */
    close: () => database.close(),
  }
}
