import { z } from 'zod'
import { Slug } from '../names.ts'
import { ApiToken, CreateToken, NewToken } from '../token.ts'
import type { Route } from './route.ts'

export const tokensRoutes = {
  listTokens: {
    method: 'get',
    path: '/api/v1/tokens',
    summary: "The caller's tokens; for an admin, those of all",
    auth: 'user',
    may: 'signed-in',
    status: 200,
    response: z.array(ApiToken),
  },
  createToken: {
    method: 'post',
    path: '/api/v1/tokens',
    summary: 'Make a token for a machine; it is shown here, once',
    auth: 'user',
    may: 'signed-in',
    body: CreateToken,
    status: 201,
    response: NewToken,
  },
  revokeToken: {
    method: 'delete',
    path: '/api/v1/tokens/{name}',
    summary: 'End a token',
    auth: 'user',
    may: 'signed-in',
    params: z.object({ name: Slug }),
    status: 204,
    response: 'empty',
  },
} as const satisfies Record<string, Route>
