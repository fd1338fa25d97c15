import { z } from 'zod'
import { Actor } from '../actor.ts'
import { SessionInfo, SignInLink } from '../session.ts'
import type { Route } from './route.ts'

export const sessionRoutes = {
  createSession: {
    method: 'post',
    path: '/api/v1/session',
    summary: 'Sign this browser in with the code of a link',
    auth: 'none',
    body: z.strictObject({ code: z.string().min(1).max(200) }),
    status: 201,
    response: z.object({ actor: Actor }),
  },
  sessionState: {
    method: 'get',
    path: '/api/v1/session/state',
    summary: 'Whether this browser is signed in; asked before anything that would be refused',
    auth: 'none',
    status: 200,
    response: z.object({ signedIn: z.boolean() }),
  },
  showSession: {
    method: 'get',
    path: '/api/v1/session',
    summary: 'Who is signed in, and until when',
    auth: 'user',
    status: 200,
    response: SessionInfo,
  },
  endSession: {
    method: 'delete',
    path: '/api/v1/session',
    summary: 'Sign this browser out',
    auth: 'user',
    query: z.object({ all: z.stringbool().default(false).describe('Every browser of the caller') }),
    status: 204,
    response: 'empty',
  },
  createSignInLink: {
    method: 'post',
    path: '/api/v1/session/links',
    summary: 'A link that signs a browser in, once',
    auth: 'user',
    status: 201,
    response: SignInLink,
  },
} as const satisfies Record<string, Route>
