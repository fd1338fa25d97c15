import type { Context } from 'hono'
import type { Actor } from '../contract/actor.ts'
import type { Route } from '../contract/routes.ts'
import { TrellisError } from '../core/errors.ts'

export type Authenticate = (context: Context, auth: Route['auth']) => Promise<{ actor: Actor; token: string }>

/** Who holds this token; null: nobody. Compares in constant time. */
export type WhoHolds = (token: string) => Promise<Actor | null>

const machine: Actor = { kind: 'system', name: 'trellis' }

/** Every door but the open ones wants a bearer token. */
export function createAuthenticate(whoHolds: WhoHolds): Authenticate {
  return async (context, auth) => {
    if (auth === 'none' || auth === 'signature') return { actor: machine, token: '' }
    const token = /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? ''
    // A runner's token is compared by the core, with the deployment that it belongs to.
    if (auth === 'job' && token) return { actor: machine, token }
    const actor = token ? await whoHolds(token) : null
    if (actor) return { actor, token }
    throw new TrellisError(
      'not_signed_in',
      token ? 'This token is not valid here.' : 'This needs a token.',
      'Set TRELLIS_TOKEN, or run the command as the user who runs `trellis up`.',
    )
  }
}
