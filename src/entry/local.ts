import { timingSafeEqual } from 'node:crypto'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { pino } from 'pino'
import { openHome } from '../adapters/local/home.ts'
import { createAddresses } from '../api/addresses.ts'
import { createAuthenticate } from '../api/authenticate.ts'
import { createApi } from '../api/create-api.ts'
import { appHandlers } from '../api/handle-apps.ts'
import { deploymentHandlers } from '../api/handle-deployments.ts'
import { serverHandlers } from '../api/handle-server.ts'
import { sessionHandlers } from '../api/handle-session.ts'
import { Tickets } from '../api/live/tickets.ts'
import type { Actor } from '../contract/actor.ts'
import { TrellisError } from '../core/errors.ts'
import { findSession } from '../core/session/find-session.ts'
import { Background } from './background.ts'
import { composePorts } from './compose-ports.ts'
import { serveLive } from './live-socket.ts'
import { version } from './version.ts'

export interface ServerOptions {
  /** 0: any free port. */
  port: number
  host: string
  home: string
  isolation: 'auto' | 'container' | 'sandbox' | 'process'
  /** Deployments at once; default: as many as cores. */
  builds?: number | undefined
  /** Milliseconds between two looks at the repositories; default 5,000. */
  pollEvery?: number | undefined
  /** How the server is called from elsewhere, behind a proxy. */
  publicUrl?: string | undefined
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent' | undefined
}

export interface RunningServer {
  url: string
  home: string
  isolation: string
  warnings: readonly string[]
  /** Running builds go on, and report to the next server. */
  close(): Promise<void>
}

const owner: Actor = { kind: 'user', name: 'owner' }

/**
 * Trellis on one machine, all in this process but the builds.
 * @throws TrellisError home_in_use, home_unusable, port_in_use, key_unusable, database_unreadable, database_newer, isolation_unavailable
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const log = pino({ level: options.logLevel ?? 'info' }, pino.destination({ fd: 2, sync: false }))
  const home = openHome(options.home)
  try {
    const composed = await composePorts(options, home.path)
    const { ports, isolation, warnings } = composed
    const background = new Background({
      ports,
      pollEvery: options.pollEvery ?? 5_000,
      onError: (error, doing) => log.error({ err: error, doing }, 'background work failed'),
    })
    const tickets = new Tickets(ports.clock, ports.ids)
    const addresses = createAddresses(options.publicUrl)
    const api = createApi({
      handlers: {
        ...serverHandlers(ports, tickets, { version, isolation, warnings }, addresses),
        ...sessionHandlers(ports, tickets, addresses),
        ...appHandlers(ports),
        ...deploymentHandlers(ports),
      },
      authenticate: createAuthenticate({
        whoHolds: async token => (isSame(token, home.token) ? owner : null),
        sessionOf: token => findSession(ports, token),
        addresses,
      }),
      callerOf: context => getConnInfo(context).remote.address ?? 'unknown',
      version,
      hostNames: addresses.hostNames,
      onRequest: ({ error, ...request }) => {
        if (error) log.error({ err: error, ...request }, 'request failed')
        else log.debug(request, 'request')
        if (request.method !== 'GET') background.wake()
      },
    })
    const server = await listen(api.fetch, options)
    const stopLive = serveLive(server, { ports, feed: composed.feed, tickets, addresses })
    const url = urlOf(server, options.host)
    await composed.serveRunners(url)
    home.announce(url)
    await background.start()
    log.info({ url, home: home.path, isolation, builds: ports.limits.builds }, 'ready')
    return {
      url,
      home: home.path,
      isolation,
      warnings,
      close: async () => {
        stopLive()
        server.closeAllConnections()
        await new Promise(resolve => server.close(resolve))
        await background.stop()
        composed.close()
        home.close()
      },
    }
  } catch (error) {
    home.close()
    throw error
  }
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { port, host }: ServerOptions,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: host }) as Server
    server.once('listening', () => resolve(server))
    server.once('error', error => reject(explain(error, host, port)))
  })
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new TrellisError('port_in_use', `Port ${port} of ${host} is in use.`, 'Choose another one with --port.')
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new TrellisError(
      'port_in_use',
      `Cannot listen on ${host}:${port}: ${error.code}.`,
      'Choose another --host or --port.',
    )
  }
  return error
}

/** As this machine itself reaches the server, also when it listens everywhere. */
function urlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
