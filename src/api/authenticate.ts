import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Actor } from '../contract/actor.ts'
import type { Route } from '../contract/routes.ts'
import { TrellisError } from '../core/errors.ts'
import type { SessionRecord } from '../core/ports/session-store.ts'
import type { Addresses } from './addresses.ts'
import { refuseCrossSite } from './refuse-cross-site.ts'

export const sessionCookie = 'trellis_session'

export interface Caller {
  actor: Actor
  /** The bearer token, if one was shown. */
  token: string
  /** Of the browser that asks; null: it is not by a session that it may. */
  session: SessionRecord | null
}

export type Authenticate = (context: Context, auth: Route['auth']) => Promise<Caller>

export interface Credentials {
  /** Who holds this token; null: nobody. Compares in constant time. */
  whoHolds(token: string): Promise<Actor | null>
  /** Null: it is over, or there was none. */
  sessionOf(token: string): Promise<SessionRecord | null>
  addresses: Addresses
}

const machine: Actor = { kind: 'system', name: 'trellis' }

/** Every door but the open ones wants a bearer token, or of people the cookie of a session. */
export function createAuthenticate({ whoHolds, sessionOf, addresses }: Credentials): Authenticate {
  return async (context, auth) => {
    if (auth === 'signature') return { actor: machine, token: '', session: null }
    if (auth === 'none') {
      // A page of elsewhere must not sign a browser in under its own name either.
      refuseCrossSite(context, addresses)
      return { actor: machine, token: '', session: null }
    }
    const token = bearerOf(context) ?? ''
    // A runner's token is compared by the core, with the deployment that it belongs to.
    if (auth === 'job' && token) return { actor: machine, token, session: null }
    if (auth === 'user' && !token) {
      const session = await signedIn(context)
      if (session) return { actor: session.actor, token, session }
    }
    const actor = token ? await whoHolds(token) : null
    if (actor) return { actor, token, session: null }
    throw notSignedIn(token ? 'This token is not valid here.' : 'This needs a token.')
  }

  async function signedIn(context: Context): Promise<SessionRecord | null> {
    const cookie = getCookie(context, sessionCookie)
    if (!cookie) return null
    refuseCrossSite(context, addresses)
    const session = await sessionOf(cookie)
    if (session) return session
    throw new TrellisError(
      'not_signed_in',
      'This browser is not signed in any more.',
      'Run `trellis dashboard` on the server for a new link.',
    )
  }
}

const bearerOf = (context: Context): string | undefined =>
  /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1]

/**
 * Whether a refusal answers a guess. A browser whose session is over asks in good faith, and often: it must hear that it is
 * signed out, and nothing else.
 */
export const isGuess = (context: Context, refusal: TrellisError): boolean =>
  refusal.kind === 'unauthenticated' && (refusal.code !== 'not_signed_in' || bearerOf(context) !== undefined)

const notSignedIn = (message: string) =>
  new TrellisError('not_signed_in', message, 'Set TRELLIS_TOKEN, or run the command as the user who runs `trellis up`.')
