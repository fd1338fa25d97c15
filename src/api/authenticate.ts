import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Route } from '../contract/routes.ts'
import { type Asker, trellis } from '../core/access/asker.ts'
import { TrellisError } from '../core/errors.ts'
import type { SessionRecord } from '../core/ports/session-store.ts'
import type { Addresses } from './addresses.ts'
import type { Credentials, Holder } from './credentials.ts'
import { refuseCrossSite } from './refuse-cross-site.ts'

export const sessionCookie = 'trellis_session'

export interface Caller {
  actor: Asker
  /** The bearer token, if one was shown. */
  token: string
  /** By which they may; null: it is not by a session. */
  session: SessionRecord | null
  /** Who it is now; null: nobody who may come in any more. */
  renew(): Promise<Asker | null>
}

export type Authenticate = (context: Context, auth: Route['auth']) => Promise<Caller>

const machine = (token: string): Caller => ({ actor: trellis, token, session: null, renew: async () => null })

/** Every door but the open ones wants a bearer token, or of people the cookie of a session. */
export function createAuthenticate(credentials: Credentials, addresses: Addresses): Authenticate {
  return async (context, auth) => {
    if (auth === 'signature') return machine('')
    if (auth === 'none') {
      // A page of elsewhere must not sign a browser in under its own name either.
      refuseCrossSite(context, addresses)
      return machine('')
    }
    const token = bearerOf(context) ?? ''
    // A runner's token is compared by the core, with the deployment that it belongs to.
    if (auth === 'job' && token) return machine(token)
    const browser = auth === 'user' && !token ? await signedIn(context) : null
    const holder = browser ?? (token ? await credentials.holderOf(token) : null)
    if (holder) return { actor: holder.asker, token, session: holder.session, renew: holder.renew }
    throw notSignedIn(token ? 'This token is not valid here.' : 'This needs a token.')
  }

  async function signedIn(context: Context): Promise<Holder | null> {
    const cookie = getCookie(context, sessionCookie)
    if (!cookie) return null
    refuseCrossSite(context, addresses)
    const holder = await credentials.browserOf(cookie)
    if (holder) return holder
    throw new TrellisError(
      'not_signed_in',
      'This browser is not signed in any more.',
      'Sign in again, or run `trellis dashboard` for a new link, on the server or where a command line is signed in to it.',
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
  refusal.code === 'login_not_found' ||
  (refusal.kind === 'unauthenticated' && (refusal.code !== 'not_signed_in' || bearerOf(context) !== undefined))

const notSignedIn = (message: string) =>
  new TrellisError(
    'not_signed_in',
    message,
    'Run `trellis login`, or set TRELLIS_TOKEN; on the machine of the server, be the user who runs `trellis up`.',
  )
