import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** What the deploy step of a custom app tells this cloud; see custom-app.ts. */
export interface Told {
  app: string
  environment: string
  number: number
  commit: string
  version: string
}

/** What AWS answers to those who show it these access keys. */
const refusals: Readonly<Record<string, readonly [code: string, message: string]>> = {
  AKIAWRONG: ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
  AKIAEXPIRED: ['ExpiredToken', 'The security token included in the request is expired'],
}

/**
 * Knows whose credentials are whose, and what stands where. A custom app deploys here, so that what it did can be
 * asked without Trellis, and it lives in the test's own process, so that no kill of a server takes it along.
 */
export class FakeCloud {
  /** `app/environment` → what was deployed there last, and whole. */
  readonly stands = new Map<string, Told>()
  /** Operations that went on after another one had begun in the same environment: there must be none. */
  readonly overlaps: string[] = []
  readonly #current = new Map<string, number>()
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(error => response.writeHead(500).end(String(error)))
  })
  endpoint = ''

  static async start(): Promise<FakeCloud> {
    const cloud = new FakeCloud()
    cloud.#server.listen(0, '127.0.0.1')
    await once(cloud.#server, 'listening')
    const address = cloud.#server.address()
    cloud.endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    return cloud
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const what = /^\/app\/(begin|beat|end|gone)$/.exec(request.url ?? '')?.[1]
    if (what) this.#hear(what, JSON.parse(body) as Told)
    const key = /Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const refusal = refusals[key]
    const xml = { 'content-type': 'text/xml' }
    if (what) response.end()
    else if (refusal) response.writeHead(403, xml).end(refused(...refusal))
    else if (body.includes('GetCallerIdentity')) response.writeHead(200, xml).end(identity)
    else response.writeHead(501).end()
  }

  #hear(what: string, told: Told): void {
    const place = `${told.app}/${told.environment}`
    const current = this.#current.get(place) ?? 0
    if (what === 'begin') this.#current.set(place, told.number)
    else if (current !== told.number) this.overlaps.push(`${place} #${told.number} went on while #${current} ran`)
    if (what === 'end') this.stands.set(place, told)
    if (what === 'gone') this.stands.delete(place)
  }
}

const sts = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'
const identity = `<GetCallerIdentityResponse ${sts}><GetCallerIdentityResult><Account>000000000000</Account><Arn>arn:aws:iam::000000000000:user/test</Arn><UserId>test</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>`
const refused = (code: string, message: string): string =>
  `<ErrorResponse ${sts}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
