import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'

/** Starts it on a free port of the loopback interface; ends it with the scope that holds it with `await using`. */
export async function listening(server: Server) {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: () => closed(server) }
}

function closed(server: Server): Promise<void> {
  if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function') server.closeAllConnections()
  return new Promise(resolve => server.close(() => resolve()))
}

/** What makes it speak https. */
export interface Tls {
  key: Buffer
  cert: Buffer
}

/** A git server, by git's own CGI program. With a password, it wants that of `ada`. */
export function gitServer(root: string, password?: string, tls?: Tls): Server {
  const expected = `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (password !== undefined && request.headers.authorization !== expected) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end()
      return
    }
    const url = new URL(request.url ?? '/', 'http://host')
    answerByGit(request, response, { root, path: url.pathname, query: url.search.slice(1) })
  }
  return tls ? createTlsServer(tls, answer) : createServer(answer)
}

/** Answers one request by git's own CGI program. */
export function answerByGit(
  request: IncomingMessage,
  response: ServerResponse,
  { root, path, query }: { root: string; path: string; query: string },
): void {
  const cgi = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      PATH_INFO: path,
      QUERY_STRING: query,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  })
  cgi.stdin.on('error', () => {})
  request.pipe(cgi.stdin)
  const chunks: Buffer[] = []
  cgi.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  cgi.on('close', () => {
    const answer = Buffer.concat(chunks)
    const end = answer.indexOf('\r\n\r\n')
    const headers = answer.subarray(0, end).toString('latin1').split('\r\n')
    for (const header of headers) {
      const colon = header.indexOf(':')
      if (header.startsWith('Status:')) response.statusCode = Number(header.slice(7).trim().split(' ')[0])
      else response.appendHeader(header.slice(0, colon), header.slice(colon + 1).trim())
    }
    response.end(answer.subarray(end + 4))
  })
}
