import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { belowEmulator } from '../../../src/entry/aws/settings.ts'

interface Installation {
  /** https://….cloudfront.net */
  Url: string
  ApiUrl: string
  LiveUrl: string
}

/**
 * Stands in the place of what the emulator has not: names that resolve, TLS, and the way from CloudFront to API Gateway, which its
 * CloudFront refuses to go. It goes by the behaviours of the distribution, and all else is the emulator's own CloudFront.
 */
export class Front {
  readonly #server
  readonly #emulator: URL
  readonly #installation: Installation
  readonly #toApi: readonly string[]

  static async open(endpoint: string, installation: Installation, folder: string): Promise<Front> {
    const front = new Front(endpoint, installation, await patternsOf(endpoint), certificateIn(folder))
    front.#server.listen(0, '127.0.0.1')
    await once(front.#server, 'listening')
    return front
  }

  constructor(
    endpoint: string,
    installation: Installation,
    toApi: readonly string[],
    tls: { key: Buffer; cert: Buffer },
  ) {
    this.#emulator = new URL(endpoint)
    this.#installation = installation
    this.#toApi = toApi
    this.#server = createServer(tls, (asked, answer) => {
      this.#serve(asked, answer).catch(error => answer.destroy(error))
    })
    this.#server.on('upgrade', (asked: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#connect(asked, socket, head),
    )
  }

  /** As AWS would call it; the emulator says other names, to pages and to whoever asks for a ticket. */
  get liveUrl(): string {
    const { hostname, pathname } = new URL(this.#installation.LiveUrl)
    return `wss://${hostname.split('.')[0]}.execute-api.us-east-1.amazonaws.com${pathname}`
  }

  /** For a browser, so that every name leads here; what has none is the emulator itself, which holds what is downloaded. */
  get browserArguments(): string[] {
    const { port } = this.#server.address() as AddressInfo
    return [`--host-resolver-rules=MAP * 127.0.0.1:${port}, EXCLUDE 127.0.0.1`, '--ignore-certificate-errors']
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { Url, ApiUrl, LiveUrl } = this.#installation
    const path = asked.url ?? '/'
    const isApi = this.#toApi.some(pattern => matches(pattern, path.split('?')[0] ?? ''))
    const headers = { ...asked.headers, host: new URL(isApi ? ApiUrl : Url).host, 'x-forwarded-proto': 'https' }
    const { hostname, port } = this.#emulator
    const forward = request({ hostname, port, method: asked.method, path, headers })
    const [heard] = await Promise.all([once(forward, 'response'), pipeline(asked, forward)])
    const [got] = heard as [IncomingMessage]
    const policy = String(got.headers['content-security-policy'] ?? '').replace(
      new URL(LiveUrl).origin,
      new URL(this.liveUrl).origin,
    )
    const kept = { ...got.headers, ...(policy && { 'content-security-policy': policy }) }
    if (path !== '/api/v1/live/tickets') {
      answer.writeHead(got.statusCode ?? 502, kept)
      await pipeline(got, answer)
      return
    }
    const below = belowEmulator(LiveUrl, this.#emulator.origin).replace('http', 'ws')
    const { 'content-length': _, ...rest } = kept
    answer.writeHead(got.statusCode ?? 502, rest).end((await text(got)).replace(below, this.liveUrl))
  }

  #connect({ url, headers }: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { hostname, port, host } = this.#emulator
    const asked = new URL(`https://${headers.host}${url}`)
    const path = new URL(belowEmulator(asked.href, this.#emulator.origin)).pathname + asked.search
    const emulator = connect(Number(port), hostname)
    const lines = Object.entries({ ...headers, host }).map(([name, value]) => `${name}: ${value}`)
    emulator.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    emulator.write(head)
    socket.pipe(emulator).pipe(socket)
    for (const one of [socket, emulator]) one.on('error', () => [socket, emulator].map(each => each.destroy()))
  }
}

/** Which paths the deployed distribution sends to the API. */
async function patternsOf(endpoint: string): Promise<string[]> {
  const authorization = 'AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/cloudfront/aws4_request'
  const told = await (await fetch(`${endpoint}/2020-05-31/distribution`, { headers: { authorization } })).text()
  const patterns = [...told.matchAll(/<PathPattern>(.*?)<\/PathPattern>/g)].map(([, pattern = '']) => pattern)
  if (patterns.length === 0) throw new Error(`no behaviours in ${told}`)
  return patterns
}

const matches = (pattern: string, path: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern

function certificateIn(folder: string): { key: Buffer; cert: Buffer } {
  const [key, cert] = [join(folder, 'front.key'), join(folder, 'front.pem')]
  const wish = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2']
  execFileSync('openssl', [...wish, '-subj', '/CN=cloudfront.net'], { stdio: 'pipe' })
  return { key: readFileSync(key), cert: readFileSync(cert) }
}
