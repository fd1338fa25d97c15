import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { TrellisError } from '../../core/errors.ts'
import { homeFiles } from './home-files.ts'
import { prepareHomeFolder, unusable, usable } from './home-folder.ts'
import { holdLock } from './home-lock.ts'
import { replaceFile, writeOnce } from './write-once.ts'

export interface Home {
  readonly path: string
  /** What a client shows to the server of this home. The same after every start. */
  readonly token: string
  /** Tells others, in `server.json`, where this server answers. */
  announce(url: string): void
  /** Lets another server have the home. May be called twice. */
  close(): void
}

/**
 * Makes the home folder where there is none, and takes it for this process: only one server may hold it.
 * @throws TrellisError home_in_use, home_unusable, disk_full
 */
export function openHome(path: string): Home {
  const files = homeFiles(path)
  prepareHomeFolder(path)
  const release = usable(path, () => holdLock(files.lock))
  if (!release) throw inUse(path)
  try {
    const token = usable(path, () => readToken(files.token))
    const tell = (url: string | null) => replaceFile(files.server, `${JSON.stringify({ url, pid: process.pid })}\n`)
    usable(path, () => tell(null))
    let held = true
    return {
      path,
      token,
      announce: tell,
      close() {
        if (!held) return
        held = false
        rmSync(files.server, { force: true })
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/** Whoever holds the home, as far as it has told. The lock, not this, decides. */
export function holderOf(path: string): { url: string | null; pid: number } | null {
  try {
    const { url, pid } = JSON.parse(readFileSync(homeFiles(path).server, 'utf8'))
    return typeof pid === 'number' ? { url: typeof url === 'string' ? url : null, pid } : null
  } catch {
    return null
  }
}

function readToken(path: string): string {
  if (!existsSync(path)) writeOnce(path, `${randomBytes(32).toString('base64url')}\n`)
  chmodSync(path, 0o600)
  const token = readFileSync(path, 'utf8').trim()
  if (!/^[\w-]{43,100}$/.test(token)) throw unusable(path, 'does not hold a token', 'Remove it: a new one is made.')
  return token
}

function inUse(path: string): TrellisError {
  const holder = holderOf(path)
  const who = holder ? `process ${holder.pid}${holder.url ? ` at ${holder.url}` : ''}` : 'another process'
  return new TrellisError(
    'home_in_use',
    `${path} is held by ${who}.`,
    'Use that server, stop it, or choose another folder with --home.',
  )
}
