import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { TrellisError } from '../core/errors.ts'

export type Fetch = (request: Request) => Response | Promise<Response>

/** @throws TrellisError port_in_use */
export function listen(fetch: Fetch, { port, host }: { port: number; host: string }): Promise<Server> {
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
export function urlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
