import type { CookieOptions } from 'hono/utils/cookie'
import { owner } from '../core/access/asker.ts'
import { TrellisError } from '../core/errors.ts'
import { decideLogin, loginInterval, loginLifetime, pollLogin, requestLogin, showLogin } from '../core/login/login.ts'
import { signIn } from '../core/person/sign-in.ts'
import type { Ports } from '../core/ports/ports.ts'
import { findSession } from '../core/session/find-session.ts'
import { beginSession, sessionLifetime } from '../core/session/redeem-sign-in-link.ts'
import type { Addresses } from './addresses.ts'
import { sessionCookie } from './authenticate.ts'
import { browserName } from './browser-name.ts'
import { sealDeparture } from './departure.ts'
import type { Handlers } from './handlers.ts'

type SignInRoutes =
  | 'signInWays'
  | 'departToGitHub'
  | 'arriveFromGitHub'
  | 'requestLogin'
  | 'pollLogin'
  | 'showLogin'
  | 'decideLogin'

const departureCookie = 'trellis_departure'
const departureLifetime = 10 * 60_000
const arrivalPath = '/github/signed-in'

/** How people come in: browsers by GitHub, command lines by somebody who is in already. */
export function signInHandlers(ports: Ports, addresses: Addresses): Pick<Handlers, SignInRoutes> {
  const departures = sealDeparture(ports, departureLifetime)
  const pageOf = (header: (name: string) => string | undefined) => addresses.page(header('host') ?? '')
  // GitHub sends the browser back, which is a page of elsewhere to a stricter cookie.
  const onTheWay: CookieOptions = { httpOnly: true, sameSite: 'Lax', path: arrivalPath, secure: addresses.secure }
  const kept: CookieOptions = { httpOnly: true, sameSite: 'Strict', path: '/', secure: addresses.secure }
  return {
    signInWays: async () => ({ github: await ports.people.signInAt() }),
    departToGitHub: async ({ cookies, header }) => {
      const session = await findSession(ports, cookies.get(sessionCookie) ?? '')
      const ofOwner = session?.actor.name === owner.name
      try {
        const { url, ...departure } = await ports.people.depart(pageOf(header) + arrivalPath)
        const sealed = await departures.seal({ ...departure, ofOwner })
        cookies.set(departureCookie, sealed, { ...onTheWay, maxAge: departureLifetime / 1_000 })
        return { location: url }
      } catch (error) {
        return refusal(error)
      }
    },
    arriveFromGitHub: async ({ query, cookies, header }) => {
      const departure = await departures.open(cookies.get(departureCookie))
      cookies.set(departureCookie, '', { ...onTheWay, maxAge: 0 })
      if (!departure) return refusedBy('sign_in_expired')
      const back = pageOf(header) + arrivalPath
      const given = Object.entries(query).filter((one): one is [string, string] => one[1] !== undefined)
      try {
        const identity = await ports.people.arrive(new URL(`?${new URLSearchParams(given)}`, back), back, departure)
        const actor = await signIn(ports, identity, departure)
        const token = await beginSession(ports, actor, browserName(header('user-agent')))
        cookies.set(sessionCookie, token, { ...kept, maxAge: sessionLifetime / 1_000 })
        return { location: '/' }
      } catch (error) {
        return refusal(error)
      }
    },

    requestLogin: async ({ body, address, header }) => {
      const { deviceCode, userCode } = await requestLogin(ports, { ...body, address })
      const verificationUri = `${pageOf(header)}/approve`
      return {
        ...{ deviceCode, userCode, verificationUri },
        verificationUriComplete: `${verificationUri}#${userCode}`,
        expiresIn: loginLifetime / 1_000,
        interval: loginInterval,
      }
    },
    pollLogin: async ({ body }) => {
      const { expiresAt, ...done } = await pollLogin(ports, body.deviceCode)
      return { ...done, expiresAt: new Date(expiresAt).toISOString() }
    },
    showLogin: ({ actor, params }) => showLogin(ports, actor, params.code),
    decideLogin: async ({ actor, params, body }) => void (await decideLogin(ports, actor, params.code, body.approve)),
  }
}

/** People are told by the sign-in page, in its own words: what stands in an address could be anybody's. */
function refusal(error: unknown): { location: string } {
  if (error instanceof TrellisError) return refusedBy(error.code)
  throw error
}

const refusedBy = (code: string) => ({ location: `/sign-in?refused=${code}` })
