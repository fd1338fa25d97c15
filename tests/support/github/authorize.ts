import { createPublicKey, createVerify, type KeyObject } from 'node:crypto'
import type { AppOfGitHub, Installation, Repository, State, Token, User } from './state.ts'

/** Who asks. */
export type Caller =
  | { kind: 'nobody' }
  | { kind: 'app'; app: AppOfGitHub }
  | { kind: 'installation'; installation: Installation; token: Token }
  | { kind: 'user'; user: User }

export class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** By the header of a request of the REST API. @throws Refused 401 */
export function callerOf(state: State, header: string | undefined, now: number): Caller {
  if (header === undefined) return { kind: 'nobody' }
  const given = /^(?:bearer|token) (\S+)$/i.exec(header)?.[1]
  if (!given) throw new Refused(401, 'Bad credentials')
  if (given.split('.').length === 3) return { kind: 'app', app: appOf(state, given, now) }
  const person = state.userTokens.get(given)
  if (person) {
    const user = state.users.get(person.login)
    if (user && person.expiresAt > now) return { kind: 'user', user }
    throw new Refused(401, 'Bad credentials')
  }
  const token = state.tokens.get(given)
  const installation = token && state.installations.get(token.installation)
  if (!token || !installation || token.expiresAt <= now) throw new Refused(401, 'Bad credentials')
  if (installation.suspended) throw new Refused(403, 'This installation has been suspended')
  return { kind: 'installation', installation, token }
}

/** As GitHub checks the JSON Web Token of an App: RS256, and valid for ten minutes at most. */
function appOf(state: State, jwt: string, now: number): AppOfGitHub {
  const [head = '', body = '', signature = ''] = jwt.split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  const { alg } = read(head)
  const { iss, iat, exp } = read(body)
  const app = [...state.apps.values()].find(one => String(one.id) === String(iss) || one.clientId === iss)
  if (!app) throw new Refused(404, 'Integration not found')
  const signed = (key: KeyObject) =>
    createVerify('RSA-SHA256')
      .update(`${head}.${body}`)
      .verify(createPublicKey(key.export({ type: 'spki', format: 'pem' })), signature, 'base64url')
  if (alg !== 'RS256' || !app.keys.some(signed)) throw new Refused(401, 'A JSON web token could not be decoded')
  const seconds = now / 1000
  if (Number(exp) <= seconds)
    throw new Refused(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  if (Number(exp) - Number(iat) > 660 || Number(iat) > seconds + 60)
    throw new Refused(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    )
  return app
}

/** @throws Refused 401 or 403 */
export function demandApp(caller: Caller): AppOfGitHub {
  if (caller.kind === 'app') return caller.app
  throw new Refused(caller.kind === 'nobody' ? 401 : 403, 'A JSON web token could not be decoded')
}

/** What a token may do with a repository: GitHub shows nothing of those that it may not even read. @throws Refused */
export function demandPermission(
  state: State,
  caller: Caller,
  repository: Repository | undefined,
  permission: string,
  level: 'read' | 'write',
): Repository {
  if (caller.kind === 'nobody' && repository && !repository.private && level === 'read') return repository
  if (caller.kind !== 'installation') throw new Refused(caller.kind === 'nobody' ? 401 : 403, 'Resource not accessible')
  const { installation, token } = caller
  const shown =
    repository &&
    state.covers(installation, repository) &&
    (token.repositories === null || token.repositories.has(repository.id))
  if (!shown) throw new Refused(404, 'Not Found')
  const has = permission === 'metadata' ? 'read' : token.permissions[permission]
  if (has === undefined || (level === 'write' && has !== 'write')) {
    throw new Refused(403, 'Resource not accessible by integration')
  }
  return repository
}
