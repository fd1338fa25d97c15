import { LiveTicket } from '../live.ts'
import { Health, ServerInfo } from '../server.ts'
import type { Route } from './route.ts'

export const serverRoutes = {
  health: {
    method: 'get',
    path: '/healthz',
    summary: 'Whether the server runs',
    auth: 'none',
    status: 200,
    response: Health,
  },
  metrics: {
    method: 'get',
    path: '/metrics',
    summary: 'Figures about the server, its builds and environments, for Prometheus',
    auth: 'user',
    may: 'signed-in',
    status: 200,
    response: 'bytes',
    textType: 'text/plain; version=0.0.4; charset=utf-8',
  },
  server: {
    method: 'get',
    path: '/api/v1/server',
    summary: 'About this server',
    auth: 'user',
    may: 'signed-in',
    status: 200,
    response: ServerInfo,
  },
  liveTicket: {
    method: 'post',
    path: '/api/v1/live/tickets',
    summary: 'A ticket for the live stream',
    auth: 'user',
    may: 'signed-in',
    status: 200,
    response: LiveTicket,
  },
} as const satisfies Record<string, Route>
