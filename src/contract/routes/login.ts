import { z } from 'zod'
import { LoginDone, LoginShown, LoginStarted, RequestLogin, UserCode } from '../login.ts'
import type { Route } from './route.ts'

const code = z.object({ code: UserCode })

export const loginRoutes = {
  requestLogin: {
    method: 'post',
    path: '/api/v1/login',
    summary: 'A command line asks to be let in (RFC 8628)',
    auth: 'none',
    limit: 30,
    body: RequestLogin,
    status: 200,
    response: LoginStarted,
  },
  pollLogin: {
    method: 'post',
    path: '/api/v1/login/token',
    summary: 'A command line asks whether it is in',
    auth: 'none',
    body: z.strictObject({ deviceCode: z.string().min(1).max(200) }),
    status: 200,
    response: LoginDone,
  },
  showLogin: {
    method: 'get',
    path: '/api/v1/login/{code}',
    summary: 'Which command line shows this code',
    auth: 'user',
    may: 'signed-in',
    params: code,
    status: 200,
    response: LoginShown,
  },
  decideLogin: {
    method: 'post',
    path: '/api/v1/login/{code}',
    summary: 'Let it in as the caller, or turn it away',
    auth: 'user',
    may: 'signed-in',
    params: code,
    body: z.strictObject({ approve: z.boolean() }),
    status: 204,
    response: 'empty',
  },
} as const satisfies Record<string, Route>
