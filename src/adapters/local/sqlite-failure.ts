import { TrellisError } from '../../core/errors.ts'

const primary = { busy: 5, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 }
/** The shared-memory file beside a database could not grow. */
const noSpaceForSharedMemory = 4874

/** What SQLite reports, in Trellis's words; what is no fault of the machine stays as it is. */
export function sqliteFailure(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
  if (code === noSpaceForSharedMemory) return diskFull(path, error)
  switch (code & 0xff) {
    case primary.full:
      return diskFull(path, error)
    case primary.corrupt:
    case primary.notADatabase:
    case primary.cannotOpen:
    case primary.ioError:
    case primary.readOnly:
      return databaseUnreadable(path, error instanceof Error ? error.message : String(error), error)
    case primary.busy:
      return new TrellisError(
        'database_busy',
        `Another process keeps the database ${path} busy.`,
        'End that process, such as a shell of SQLite or a program that copies the file, and try again.',
        { cause: error },
      )
    default:
      return error
  }
}

/** A log that cannot be brought onto the disk. */
export function logFailure(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path, error)
  return databaseUnreadable(path, error instanceof Error ? error.message : String(error), error)
}

const diskFull = (path: string, cause: unknown) =>
  new TrellisError('disk_full', `The disk that holds ${path} is full.`, 'Free some space and try again.', { cause })

/** Of a database that somebody damaged while a server had it open. */
export const databaseDamaged = (path: string, why: string) =>
  new TrellisError(
    'database_unreadable',
    `The database ${path} cannot be used any more: ${why}.`,
    `Nothing more is written to it. Move the whole home aside and restore a backup: \`trellis restore\`. What was written last lies in ${path}-wal: together with an untouched copy of the file, if there is one, it is whole.`,
  )

export const databaseUnreadable = (path: string, why: string, cause?: unknown) =>
  new TrellisError(
    'database_unreadable',
    `The database ${path} cannot be used: ${why}.`,
    'It was left as it is. Check the file and its disk, or move the home aside and restore a backup: `trellis restore`.',
    { cause },
  )
