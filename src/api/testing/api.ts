import { createWorld } from '../../../tests/support/world/world.ts'
import { createClient } from '../../client/client.ts'
import { admin } from '../../core/access/asker.ts'
import type { Ports } from '../../core/ports/ports.ts'
import { createAddresses } from '../addresses.ts'
import { allHandlers } from '../all-handlers.ts'
import { createAuthenticate } from '../authenticate.ts'
import { type ApiOptions, createApi } from '../create-api.ts'
import { type Credentials, createCredentials } from '../credentials.ts'
import { Tickets } from '../live/tickets.ts'

export const token = 'the-right-token'
export const mia = admin('mia')
/** As answers tell of her. */
export const miaShown = { kind: 'user', name: 'mia' }
const local = '127.0.0.1:4400'

export interface Asked extends Omit<RequestInit, 'headers'> {
  headers?: Record<string, string>
}

const knownMia = (createdAt: number) => ({
  ...{ login: 'mia', githubId: null, name: 'Mia', role: 'admin' as const, apps: {}, admitted: true },
  ...{ confirmedAt: null, createdAt, lastSeenAt: null },
})

const withMia = (credentials: Credentials): Credentials => ({
  ...credentials,
  holderOf: async given =>
    given === token ? { asker: mia, session: null, renew: async () => mia } : credentials.holderOf(given),
})

/** The API over a world in memory. Asked as 127.0.0.1:4400 unless `headers` say otherwise. */
export function openApi(
  options: Partial<ApiOptions> & { publicUrl?: string; ports?: (bare: Ports) => Partial<Ports> } = {},
) {
  const { publicUrl, ports: change = () => ({}), ...others } = options
  const world = createWorld()
  const ports: Ports = { ...world.bare, ...change(world.bare) }
  // Known before anything can be asked: the first answer takes more turns.
  void ports.users.addUser(knownMia(world.clock.now()))
  const tickets = new Tickets(world.clock, ports.ids)
  const facts = { version: '1.2.3', isolation: 'process', warnings: [] }
  const addresses = createAddresses(publicUrl)
  const api = createApi({
    handlers: allHandlers(ports, tickets, facts, addresses),
    authenticate: createAuthenticate(withMia(createCredentials(ports, () => false)), addresses),
    callerOf: context => context.req.header('x-test-caller') ?? '127.0.0.1',
    version: '1.2.3',
    hostNames: addresses.hostNames,
    onRequest: () => undefined,
    ...others,
  })
  /** Without a token. */
  const ask = (path: string, { headers, ...init }: Asked = {}) =>
    api.request(path, { ...init, headers: { host: local, ...headers } })
  return {
    api,
    world,
    ports,
    tickets,
    ask,
    /** As programs use it, with the right token. */
    client: createClient({
      url: '',
      token,
      fetch: (url, init) => ask(String(url), init as Asked) as Promise<Response>,
    }),
    /** With the right token. */
    call: (path: string, { headers, ...init }: Asked = {}) =>
      ask(path, { ...init, headers: { authorization: `Bearer ${token}`, ...headers } }),
  }
}

export const errorOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string; message: string; hint?: string } }
  return { status: response.status, ...error }
}
