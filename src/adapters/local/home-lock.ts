import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sqliteFailure } from './sqlite-failure.ts'

const busy = 5
const full = 13

/** The garbage collector closes a connection that nobody can reach, and its lock with it: what is held is reachable from here. */
const held = new Set<DatabaseSync>()

/**
 * Holds a file until it is released or the process dies, however it dies: an SQLite transaction that never ends, since
 * its locks belong to the operating system.
 * @returns how to release it, or null when somebody else holds it.
 */
export function holdLock(path: string): (() => void) | null {
  // Nothing but SQLite may open this file: POSIX drops all locks of a process on a file that it closes once.
  const connection = new DatabaseSync(path, { timeout: 0 })
  try {
    chmodSync(path, 0o600)
    connection.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    connection.close()
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
    if (code === busy) return null
    // A new lock file takes a page. Anything else is for the caller to name: this is no database that could be damaged.
    throw code === full ? sqliteFailure(error, path) : error
  }
  held.add(connection)
  return () => {
    if (held.delete(connection)) connection.close()
  }
}
