import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { TrellisError } from '../../core/errors.ts'
import { deriveKey } from '../../platform/seal-text.ts'
import { isFileError } from './file-failure.ts'
import { writeOnce } from './write-once.ts'

/** The 32 bytes that everything secret is encrypted with, and never directly: each purpose has a key of its own. */
export interface MasterKey {
  keyFor(purpose: string, salt?: Uint8Array): Buffer
}

/**
 * Reads the key file.
 * @param mayCreate whether a missing one is made: only where nothing can have been encrypted yet, since a new key would open nothing old.
 * @throws TrellisError key_unusable, disk_full
 */
export function openKeyFile(path: string, mayCreate: boolean): MasterKey {
  const key = read(path) ?? (mayCreate ? create(path) : null)
  if (!key) {
    throw new TrellisError(
      'key_unusable',
      `The key file ${path} is missing, though there is a database.`,
      'Put it back from your backup: what is secret in the database does not open without it.',
    )
  }
  return {
    keyFor: (purpose, salt) => deriveKey(key, purpose, salt),
  }
}

function create(path: string): Buffer | null {
  writeOnce(path, `${randomBytes(32).toString('hex')}\n`)
  return read(path)
}

function read(path: string): Buffer | null {
  try {
    const mode = statSync(path).mode & 0o777
    if (mode & 0o077) {
      const seen = `0${mode.toString(8)}`
      throw unusable(path, `is open to other users (mode ${seen})`, `Make it yours alone: chmod 600 ${path}`)
    }
    const text = readFileSync(path, 'utf8').trim()
    if (!/^[0-9a-f]{64}$/.test(text)) throw unusable(path, 'does not hold a key', 'Put it back from your backup.')
    return Buffer.from(text, 'hex')
  } catch (error) {
    if (error instanceof TrellisError) throw error
    if (isFileError(error, 'ENOENT')) return null
    throw unusable(path, `cannot be read: ${error instanceof Error ? error.message : error}`, 'Check who owns it.')
  }
}

const unusable = (path: string, what: string, hint: string) =>
  new TrellisError('key_unusable', `The key file ${path} ${what}.`, hint)
