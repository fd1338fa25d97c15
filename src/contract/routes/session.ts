import { z } from 'zod'
import { Actor } from '../actor.ts'
import { OpenSession, SessionInfo, SignInLink } from '../session.ts'
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
    may: 'signed-in',
    status: 200,
    response: SessionInfo,
  },
  endSession: {
    method: 'delete',
    path: '/api/v1/session',
    summary: 'Sign this browser out',
    auth: 'user',
    may: 'signed-in',
    query: z.object({ all: z.stringbool().default(false).describe('Every browser of the caller') }),
    status: 204,
    response: 'empty',
  },
  listSessions: {
    method: 'get',
    path: '/api/v1/sessions',
    summary: 'Where the caller is signed in',
    auth: 'user',
    may: 'signed-in',
    query: z.object({ all: z.stringbool().default(false).describe('Everybody, for admins') }),
    status: 200,
    response: z.array(OpenSession),
  },
  revokeSession: {
    method: 'delete',
    path: '/api/v1/sessions/{id}',
    summary: 'Sign a browser or a command line out',
    auth: 'user',
    may: 'signed-in',
    params: z.object({ id: z.string().regex(/^[0-9a-f]{16}$/) }),
    status: 204,
    response: 'empty',
  },
  createSignInLink: {
    method: 'post',
    path: '/api/v1/session/links',
    summary: 'A link that signs a browser in, once',
    auth: 'user',
    may: 'signed-in',
    status: 201,
    response: SignInLink,
  },
} as const satisfies Record<string, Route>
