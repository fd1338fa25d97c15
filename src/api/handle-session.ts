import type { CookieOptions } from 'hono/utils/cookie'
import { recorded } from '../core/access/asker.ts'
import { refusals } from '../core/access/can.ts'
import type { Ports } from '../core/ports/ports.ts'
import { createSignInLink } from '../core/session/create-sign-in-link.ts'
import { endAllBrowsers, endSession } from '../core/session/end-session.ts'
import { findSession } from '../core/session/find-session.ts'
import { listSessions, revokeSession } from '../core/session/list-sessions.ts'
import { redeemSignInLink, sessionLifetime } from '../core/session/redeem-sign-in-link.ts'
import type { Addresses } from './addresses.ts'
import { sessionCookie } from './authenticate.ts'
import { browserName } from './browser-name.ts'
import type { Handlers } from './handlers.ts'
import type { Watching } from './live/tickets.ts'

type SessionRoutes =
  | 'createSession'
  | 'sessionState'
  | 'showSession'
  | 'endSession'
  | 'listSessions'
  | 'revokeSession'
  | 'createSignInLink'

/** Browsers: how they are signed in and out. */
export function sessionHandlers(ports: Ports, tickets: Watching, addresses: Addresses): Pick<Handlers, SessionRoutes> {
  const kept: CookieOptions = { httpOnly: true, sameSite: 'Strict', path: '/', secure: addresses.secure }
  const end = async (ended: Promise<string[]>) => {
    for (const session of await ended) tickets.end(session)
  }
  return {
    createSession: async ({ body, cookies, header }) => {
      const { token, session } = await redeemSignInLink(ports, body.code, browserName(header('user-agent')))
      const earlier = cookies.get(sessionCookie)
      if (earlier) await end(endSession(ports, earlier))
      cookies.set(sessionCookie, token, { ...kept, maxAge: sessionLifetime / 1_000 })
      return { actor: session.actor }
    },
    sessionState: async ({ cookies }) => {
      const token = cookies.get(sessionCookie)
      return { signedIn: token !== undefined && (await findSession(ports, token)) !== null }
    },
    showSession: async ({ actor, session }) => {
      const { role, apps, scope } = actor.access
      return {
        actor: recorded(actor),
        expiresAt: session && inWords(session.expiresAt),
        access: { role, apps, scope },
        refused: refusals(actor, ['read', 'administer'], {}),
      }
    },
    endSession: async ({ actor, token, session, query, cookies }) => {
      if (query.all) await end(endAllBrowsers(ports, actor))
      else if (session) await end(endSession(ports, token || (cookies.get(sessionCookie) ?? '')))
      cookies.set(sessionCookie, '', { ...kept, maxAge: 0 })
      return undefined
    },
    listSessions: ({ actor, session, query }) => listSessions(ports, actor, session, query.all),
    revokeSession: async ({ actor, params }) => void (await end(revokeSession(ports, actor, params.id))),
    createSignInLink: async ({ actor, header }) => {
      const { code, expiresAt } = await createSignInLink(ports, actor)
      return { url: signInUrl(addresses.page(header('host') ?? ''), code), expiresAt: inWords(expiresAt) }
    },
  }
}

/** What stands behind the `#` is in no log and no referrer. */
export const signInUrl = (page: string, code: string): string => `${page}/sign-in#${code}`

const inWords = (time: number): string => new Date(time).toISOString()
