import { createServer, type IncomingMessage } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { LiveRequest } from '../../contract/live.ts'
import { type Route, type RouteName, routes } from '../../contract/routes.ts'
import { ApiError } from '../api-error.ts'
import type { Output } from '../route-types.ts'

export interface Request {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
  token: string | null
}

export type Handlers = { [N in RouteName]?: (request: Request) => Output<N> | Promise<Output<N>> }
export type Subscribed = (socket: LiveEnd, from: number, topic: string) => void

export interface LiveEnd {
  send(message: unknown): void
  /** As when the server dies. */
  drop(): void
}

export interface FakeServer extends AsyncDisposable {
  url: string
  handlers: Handlers
  /** What happens when somebody subscribes. Unset: the socket is refused. */
  onSubscribe: Subscribed | null
  /** Names of the routes that were called. */
  calls: RouteName[]
}

/** Speaks the contract, checks with its schemas what it is asked, and answers as a test tells it to. */
export async function startFakeServer(handlers: Handlers = {}): Promise<FakeServer> {
  const http = createServer((request, response) => {
    answer(fake, request).then(({ status, body, type }) => {
      response.writeHead(status, { 'content-type': type }).end(body)
    })
  })
  const sockets = new WebSocketServer({ noServer: true })
  http.on('upgrade', (request, socket, head) => {
    if (fake.onSubscribe) sockets.handleUpgrade(request, socket, head, opened => welcome(fake, opened))
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
  })
  const port = await new Promise<number>(resolve => {
    http.listen(0, '127.0.0.1', () => {
      const address = http.address()
      resolve(address && typeof address === 'object' ? address.port : 0)
    })
  })
  const fake: FakeServer = {
    url: `http://127.0.0.1:${port}`,
    handlers: { liveTicket: () => ({ url: `ws://127.0.0.1:${port}/live`, ticket: 'good' }), ...handlers },
    onSubscribe: null,
    calls: [],
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate()
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
    },
  }
  return fake
}

function welcome(fake: FakeServer, socket: WebSocket): void {
  const end: LiveEnd = { send: message => socket.send(JSON.stringify(message)), drop: () => socket.terminate() }
  socket.on('message', data => {
    const request = LiveRequest.parse(JSON.parse(String(data)))
    if ('ticket' in request) request.ticket === 'good' ? end.send({ type: 'ready' }) : socket.close(1008)
    if ('subscribe' in request) fake.onSubscribe?.(end, request.from ?? 1, request.subscribe)
  })
}

async function answer(
  fake: FakeServer,
  request: IncomingMessage,
): Promise<{ status: number; body: string; type: string }> {
  const json = (status: number, value: unknown) => ({ status, body: JSON.stringify(value), type: 'application/json' })
  try {
    const { name, route, params, query } = find(request)
    fake.calls.push(name)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const text = Buffer.concat(chunks).toString('utf8')
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? null
    const body = route.body && route.body !== 'bytes' ? route.body.parse(JSON.parse(text)) : text
    const handler = fake.handlers[name]
    if (!handler) throw new Error(`the test has no handler for ${name}`)
    const value = await handler({ params, query, body, token })
    if (route.response === 'empty') return { status: route.status, body: '', type: 'text/plain' }
    return route.response === 'bytes'
      ? { status: route.status, body: await textOf(value as string | ReadableStream), type: 'application/octet-stream' }
      : json(route.status, value)
  } catch (error) {
    const known = error instanceof ApiError ? error : null
    const { code, message, hint } = known ?? { code: 'internal', message: String(error), hint: undefined }
    return json(known?.status ?? 500, { error: { code, message, ...(hint ? { hint } : {}) } })
  }
}

const textOf = async (bytes: string | ReadableStream): Promise<string> => new Response(bytes).text()

function find(request: IncomingMessage) {
  const url = new URL(request.url ?? '/', 'http://here')
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    const pattern = new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
    const match = request.method === route.method.toUpperCase() && pattern.exec(url.pathname)
    if (!match) continue
    const raw = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)])
    const params = (route.params?.parse(Object.fromEntries(raw)) ?? {}) as Record<string, unknown>
    const query = (route.query?.parse(Object.fromEntries(url.searchParams)) ?? {}) as Record<string, unknown>
    return { name, route, params, query }
  }
  throw refusal(404, 'route_not_found', `${request.method} ${url.pathname} is not served.`)
}

export const refusal = (status: number, code: string, message: string, hint?: string): ApiError =>
  new ApiError({ status, code, message, hint })
