import type { Server } from 'node:http'
import { WebSocketServer } from 'ws'
import { type Addresses, livePath } from '../api/addresses.ts'
import { checkHost } from '../api/check-host.ts'
import { type LiveFeed, LiveSession } from '../api/live/session.ts'
import type { Tickets } from '../api/live/tickets.ts'
import type { LiveMessage } from '../contract/live.ts'
import type { Ports } from '../core/ports/ports.ts'

const largestRequest = 64 * 1024
/** Whoever shows no ticket by then only holds a connection. */
const ticketWithin = 10_000

/** Serves the live stream on the API's own port. @returns how to end it. */
export function serveLive(
  server: Server,
  { ports, feed, tickets, addresses }: { ports: Ports; feed: LiveFeed; tickets: Tickets; addresses: Addresses },
): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestRequest })
  server.on('upgrade', (request, socket, head) => {
    const { host, origin } = request.headers
    if (request.url !== livePath || !isWelcome(host, origin, addresses)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, opened => sockets.emit('connection', opened, request))
  })
  sockets.on('connection', socket => {
    const session = new LiveSession(ports, feed, tickets, {
      send: message => socket.send(textOf(message)),
      close: reason => socket.close(1008, reason),
      pending: () => socket.bufferedAmount,
    })
    // One after another: a subscription must not overtake the ticket.
    let turn = Promise.resolve()
    socket.on('message', data => {
      turn = turn.then(() => session.receive(String(data))).catch(() => socket.close(1011, 'internal'))
    })
    const late = setTimeout(() => session.admitted || socket.close(1008, 'Show a ticket first.'), ticketWithin)
    socket.on('close', () => {
      clearTimeout(late)
      session.close()
    })
    socket.on('error', () => socket.terminate())
  })
  return () => {
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
  }
}

/** What goes to many is written once. */
const texts = new WeakMap<LiveMessage, string>()

function textOf(message: LiveMessage): string {
  const text = texts.get(message) ?? JSON.stringify(message)
  texts.set(message, text)
  return text
}

/** A page of elsewhere may open a socket to here without asking anybody; the Origin header tells on it. */
function isWelcome(host: string | undefined, origin: string | undefined, addresses: Addresses): boolean {
  try {
    checkHost(host, addresses.hostNames)
  } catch {
    return false
  }
  return origin === undefined || addresses.isOwn(origin, host ?? '')
}
