import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  readdirSync,
  type Stats,
  statfsSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { TrellisError } from '../../core/errors.ts'
import { makeFolder } from '../../platform/make-folder.ts'
import { fileFailure, isFileError } from './file-failure.ts'
import { homeFiles } from './home-files.ts'

/** File systems of the kernel's own, /proc and /sys: they take no folder, whatever the rights say. */
const takesNone = new Set([0x9fa0, 0x62656572])

/**
 * Whether this folder can be a home, or one can be made there. Changes nothing.
 * @returns what there is of it: itself, or the folder in which it would be made. @throws TrellisError home_unusable
 */
export function judgeHomeFolder(path: string): string {
  return usable(path, () => {
    const there = nearest(path)
    const target = statSync(there, { throwIfNoEntry: false })
    if (!target) throw unusable(path, `cannot be used: ${there} is a link to nowhere`, another)
    if (!target.isDirectory()) throw unusable(path, `cannot be used: ${there} is no folder`, another)
    if (there !== path && takesNone.has(statfsSync(there).type))
      throw unusable(path, `cannot be made in ${there}`, another)
    accessSync(there, constants.R_OK | constants.W_OK | constants.X_OK)
    if (there === path) refuseOpenToOthers(path, target)
    return there
  })
}

/** Makes the folder where there is none, for its owner alone. @throws TrellisError home_unusable, disk_full */
export function prepareHomeFolder(path: string): void {
  judgeHomeFolder(path)
  usable(path, () => {
    makeFolder(path, 0o700)
    if (isOpenToOthers(statSync(path))) chmodSync(path, 0o700)
  })
}

/** Any trouble with the files becomes `home_unusable`, unless it has a better name. */
export function usable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const error = fileFailure(cause, path)
    if (error instanceof TrellisError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw unusable(path, `cannot be used: ${why}`, 'Check the folder, who owns it and its disk.', error)
  }
}

export const unusable = (path: string, what: string, hint: string, cause?: unknown) =>
  new TrellisError('home_unusable', `${path} ${what}.`, hint, { cause })

const another = 'Name another folder with --home or TRELLIS_HOME.'

/** The path, or the nearest above it that is there; a link counts as there, wherever it leads. */
function nearest(path: string): string {
  try {
    lstatSync(path)
    return path
  } catch (error) {
    const absent = isFileError(error, 'ENOENT') || isFileError(error, 'ENOTDIR')
    if (!absent || dirname(path) === path) throw error
    return nearest(dirname(path))
  }
}

const isOpenToOthers = ({ mode }: Stats): boolean => (mode & 0o077) !== 0

/** It is tightened only when nobody else can be meant to read it: never a folder such as /tmp. */
function refuseOpenToOthers(path: string, found: Stats): void {
  const files = homeFiles(path)
  if (!isOpenToOthers(found) || readdirSync(path).length === 0 || existsSync(files.lock)) return
  const open = `is open to other users (mode ${(found.mode & 0o777).toString(8)})`
  // A home that was copied by hand has lost its lock, and is not a folder of something else.
  throw existsSync(files.database)
    ? unusable(path, `${open}, though it holds a database of Trellis`, `Make it yours alone: chmod 700 ${path}`)
    : unusable(path, `${open} and holds files of something else`, 'Name an empty or a new folder.')
}
