import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { TrellisError } from '../../core/errors.ts'
import { databaseUnreadable, sqliteFailure } from './sqlite-failure.ts'

/** "Trel" in the file's header: tells a database of Trellis from any other SQLite file. */
export const applicationId = 0x5472656c

/**
 * Looks at a database file without changing a byte of it.
 * @throws TrellisError database_unreadable, database_newer
 */
export function inspectDatabase(path: string, newestVersion: number): void {
  const { header, size } = readHeader(path)
  if (header.length < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw databaseUnreadable(path, size === 0 ? 'the file is empty' : 'it is not an SQLite database')
  }
  if (header.readUInt32BE(68) !== applicationId) throw databaseUnreadable(path, 'another program made it')
  refuseNewer(path, header.readUInt32BE(60), newestVersion)
  if (hasWriteAheadLog(path)) inspectAfterCrash(path, newestVersion)
  else refuseTruncated(path, header, size)
}

function readHeader(path: string): { header: Buffer; size: number } {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const header = Buffer.alloc(100)
    return { header: header.subarray(0, readSync(file, header, 0, 100, 0)), size: fstatSync(file).size }
  } catch (error) {
    throw databaseUnreadable(path, error instanceof Error ? error.message : String(error), error)
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Whether what was written last may stand there alone. */
export const hasWriteAheadLog = (path: string): boolean =>
  (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0

function refuseNewer(path: string, version: number, newestVersion: number): void {
  if (version <= newestVersion) return
  throw new TrellisError(
    'database_newer',
    `The database ${path} was written by a newer Trellis (format ${version}, this one knows ${newestVersion}).`,
    'It was left as it is. Start the newer Trellis, or restore a backup made by this one.',
  )
}

/** Without a write-ahead log the file is whole, so it is as long as its header says. */
function refuseTruncated(path: string, header: Buffer, size: number): void {
  const missing = sizeByHeader(header) - size
  if (missing > 0) throw databaseUnreadable(path, `it was cut short: ${missing} bytes are missing`)
}

/** How long a database file says it is, in bytes. @param header its first 100 bytes */
export function sizeByHeader(header: Buffer): number {
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  return header.readUInt32BE(28) * pageSize
}

/** After a crash only the file and its write-ahead log together are whole, and only SQLite can tell. */
function inspectAfterCrash(path: string, newestVersion: number): void {
  try {
    using connection = new DatabaseSync(path, { readOnly: true, timeout: 10_000 })
    refuseNewer(path, Number(connection.prepare('PRAGMA user_version').get()?.user_version), newestVersion)
    const found = connection.prepare('PRAGMA quick_check(1)').get()?.quick_check
    if (found !== 'ok') throw databaseUnreadable(path, `it is damaged: ${found}`)
  } catch (error) {
    throw sqliteFailure(error, path)
  }
}
