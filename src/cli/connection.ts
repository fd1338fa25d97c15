import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { CliError, invalid } from './cli-error.ts'
import { currentLogin, loginOf } from './login/kept-logins.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Connection {
  url: string
  /** What named the address: TRELLIS_URL, `trellis login`, the file in which a server of this home told of it, or nothing. */
  urlFrom: string | null
  token: string | null
  /** Where the token came from, or was looked for. */
  tokenFrom: string
}

const usualUrl = 'http://127.0.0.1:4400'

/** `--home`, else TRELLIS_HOME, else where programs of this machine keep their data. */
export function resolveHome(option: string | undefined, env: Environment, cwd: string, ofUser = userHome): string {
  const named = option ?? env.TRELLIS_HOME
  if (named) return resolve(cwd, named)
  // A relative one has to be ignored: that is what its specification says.
  const data = env.XDG_DATA_HOME && isAbsolute(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : undefined
  return join(data ?? join(env.HOME || homeOf(ofUser), '.local', 'share'), 'trellis')
}

/** Unlike `homedir()`, which would tell of a HOME that stands in for one. */
const userHome = (): string => userInfo().homedir

/** A user id that this machine has no name for, as in containers, has no home folder, either. */
function homeOf(user: () => string): string {
  try {
    return user()
  } catch (cause) {
    const message = 'This user has no home folder: HOME is not set, and the machine does not know the user.'
    throw new CliError('home_unusable', 'unavailable', message, 'Name a folder with --home or TRELLIS_HOME.', cause)
  }
}

/**
 * The server named by TRELLIS_URL, else the one that was logged in to last, else the one that `trellis up` told of in the
 * home, else the usual address.
 */
export function findServer(home: string, env: Environment): Connection {
  const local = localUrl(home)
  const chosen = env.TRELLIS_URL ? null : currentLogin(home)
  const url = env.TRELLIS_URL ? checkUrl(env.TRELLIS_URL) : (chosen ?? local ?? usualUrl)
  const urlFrom = env.TRELLIS_URL ? 'TRELLIS_URL' : chosen ? loggedIn : local && serverFile(home)
  if (env.TRELLIS_TOKEN) return { url, urlFrom, token: env.TRELLIS_TOKEN.trim(), tokenFrom: 'TRELLIS_TOKEN' }
  const login = loginOf(home, url)
  if (login) return { url, urlFrom, token: login.token, tokenFrom: loggedIn }
  const file = join(home, 'token')
  // The token of this machine's server is no business of a server elsewhere.
  const ours = isLoopback(url) || url === local
  const token = ours ? readIfThere(file)?.trim() || null : null
  return { url, urlFrom, token, tokenFrom: ours ? file : 'TRELLIS_TOKEN' }
}

/** As it is told people. */
export const loggedIn = '`trellis login`'

const serverFile = (home: string): string => join(home, 'server.json')

function checkUrl(text: string): string {
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol)) return text.replace(/\/+$/, '')
  throw invalid(`TRELLIS_URL is "${text}", which is no web address.`, `Write it like ${usualUrl}.`)
}

export function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? ''
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}

function localUrl(home: string): string | null {
  const text = readIfThere(serverFile(home))
  try {
    const server: unknown = JSON.parse(text ?? 'null')
    // The url is null when that server was stopped.
    const url = server && typeof server === 'object' && 'url' in server ? server.url : null
    if (typeof url === 'string') return url.replace(/\/+$/, '')
  } catch {
    // A server that is starting or was killed while writing: the usual address is the better guess.
  }
  return null
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new CliError(
      'not_allowed',
      'forbidden',
      `${file} cannot be read: ${code}.`,
      'Run this as the user who runs `trellis up`, or set TRELLIS_TOKEN.',
      error,
    )
  }
}
