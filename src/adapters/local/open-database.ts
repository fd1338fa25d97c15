import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { Database } from './database.ts'
import { applicationId, hasWriteAheadLog, inspectDatabase } from './inspect-database.ts'
import { migrations as all } from './migrations/all.ts'
import type { LogOnDisk } from './shared-sync.ts'
import { databaseUnreadable } from './sqlite-failure.ts'

/**
 * Opens the database, making or migrating it first. One that is damaged, foreign or newer is refused and left as it is.
 * Not to be called for a file that this process has open: the inspection would drop its locks (POSIX).
 * @throws TrellisError database_unreadable, database_newer, disk_full
 */
export function openDatabase(path: string, migrations: readonly string[] = all, log?: LogOnDisk): Database {
  if (!existsSync(path)) createDatabase(path, migrations)
  inspectDatabase(path, migrations.length)
  const database = new Database(path, log)
  try {
    migrate(database, migrations)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Under another name first: so an empty or half-made file under this one is never ours, but damage. */
function createDatabase(path: string, migrations: readonly string[]): void {
  refuseLeftLog(path)
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    closeSync(openSync(draft, 'wx', 0o600))
    const database = new Database(draft)
    try {
      database.execute(`PRAGMA application_id = ${applicationId}`)
      migrate(database, migrations)
    } finally {
      database.close()
    }
    publish(draft, path)
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true })
  }
}

/** SQLite would take the log of a file that is gone for that of the new one. */
function refuseLeftLog(path: string): void {
  if (!hasWriteAheadLog(path) || existsSync(path)) return
  throw databaseUnreadable(path, `the file is gone, though what was written to it last lies in ${path}-wal`)
}

/** A link, unlike a rename, does not replace the database that another process made meanwhile. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  }
  const folder = openSync(dirname(path), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function migrate(database: Database, migrations: readonly string[]): void {
  if (versionOf(database) === migrations.length) return
  database.transaction(() => {
    for (const migration of migrations.slice(versionOf(database))) database.execute(migration)
    database.execute(`PRAGMA user_version = ${migrations.length}`)
  })
  // So that the version stands in the file's header, where an older Trellis sees it without opening the database.
  database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
}

const versionOf = (database: Database) => Number(database.get('PRAGMA user_version')?.user_version)
