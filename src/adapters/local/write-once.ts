import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileFailure, isFileError } from './file-failure.ts'

/**
 * Makes a file that only its owner may read, whole or not at all. One that is there already stays.
 * @returns whether it was made. @throws TrellisError disk_full
 */
export function writeOnce(path: string, content: string): boolean {
  return throughDraft(path, content, draft => {
    try {
      linkSync(draft, path)
      return true
    } catch (error) {
      if (isFileError(error, 'EEXIST')) return false
      throw error
    }
  })
}

/** The same, but replaces one that is there. */
export function replaceFile(path: string, content: string): void {
  throughDraft(path, content, draft => renameSync(draft, path))
}

function throughDraft<T>(path: string, content: string, publish: (draft: string) => T): T {
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    writeFileSync(draft, content, { mode: 0o600, flag: 'wx', flush: true })
    const result = publish(draft)
    flushFolder(dirname(path))
    return result
  } catch (error) {
    throw fileFailure(error, path)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** A new name is safe from a power cut only when its folder is on the disk. */
export function flushFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
