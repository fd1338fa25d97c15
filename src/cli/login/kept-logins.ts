import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Kept = z.object({ url: z.string(), token: z.string(), login: z.string(), expiresAt: z.string() })
export type KeptLogin = z.infer<typeof Kept>

/** What `trellis login` keeps, one file of mode 0600 a server, and which of them is meant when nothing is said. */
const folder = (home: string) => join(home, 'logins')
const fileOf = (home: string, url: string) =>
  join(folder(home), `${createHash('sha256').update(url).digest('hex').slice(0, 16)}.json`)
const currentFile = (home: string) => join(folder(home), 'current')

/** By which a server is known: two ways to write one address are one. */
export const sameAddress = (url: string): string => new URL(url).href.replace(/\/+$/, '')

/** It becomes the one that is meant when nothing is said. */
export function keepLogin(home: string, login: KeptLogin): void {
  mkdirSync(folder(home), { recursive: true, mode: 0o700 })
  replace(fileOf(home, login.url), JSON.stringify(login))
  replace(currentFile(home), login.url)
}

/** Null: there is none, or its file is damaged: logging in again mends that. */
export function loginOf(home: string, url: string): KeptLogin | null {
  return parsed(readIfThere(fileOf(home, sameAddress(url))))
}

function parsed(text: string | null): KeptLogin | null {
  try {
    return Kept.safeParse(JSON.parse(text ?? 'null')).data ?? null
  } catch {
    return null
  }
}

/** The server that was logged in to last; null: none is any more. */
export function currentLogin(home: string): string | null {
  const url = readIfThere(currentFile(home))?.trim()
  return url && URL.canParse(url) && loginOf(home, url) ? url : null
}

/** Of all servers, by their address. */
export function keptLogins(home: string): KeptLogin[] {
  if (!existsSync(folder(home))) return []
  const names = readdirSync(folder(home)).filter(name => name.endsWith('.json'))
  const found = names.flatMap(name => parsed(readIfThere(join(folder(home), name))) ?? [])
  return found.sort((a, b) => (a.url < b.url ? -1 : 1))
}

/** It becomes the one that is meant when nothing is said. @returns null: there is no login to it */
export function meanLogin(home: string, url: string): KeptLogin | null {
  const login = loginOf(home, url)
  if (login) replace(currentFile(home), login.url)
  return login
}

/** No-op when there is none. */
export function forgetLogin(home: string, url: string): void {
  const address = sameAddress(url)
  if (readIfThere(currentFile(home))?.trim() === address) rmSync(currentFile(home), { force: true })
  rmSync(fileOf(home, address), { force: true })
}

function replace(file: string, content: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}.new`
  try {
    writeFileSync(draft, `${content}\n`, { mode: 0o600, flag: 'wx' })
    renameSync(draft, file)
  } finally {
    rmSync(draft, { force: true })
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}
