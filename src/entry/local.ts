import { timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { getConnInfo } from '@hono/node-server/conninfo'
import { openHome } from '../adapters/local/home.ts'
import { createAddresses } from '../api/addresses.ts'
import { allHandlers } from '../api/all-handlers.ts'
import { createAuthenticate } from '../api/authenticate.ts'
import { createApi } from '../api/create-api.ts'
import { createCredentials } from '../api/credentials.ts'
import { signInUrl } from '../api/handle-session.ts'
import { Tickets } from '../api/live/tickets.ts'
import { reviewAccess } from '../api/review-access.ts'
import { owner } from '../core/access/asker.ts'
import type { TrellisError } from '../core/errors.ts'
import type { JobRunner } from '../core/ports/job-runner.ts'
import { createSignInLink } from '../core/session/create-sign-in-link.ts'
import { Background } from './background.ts'
import type { IsolationWish } from './choose-isolation.ts'
import { composePorts } from './compose-ports.ts'
import { dashboardFolder, packageRoot } from './dashboard-folder.ts'
import { listen, urlOf } from './listen.ts'
import { serveLive } from './live-socket.ts'
import { serveDashboard } from './serve-dashboard.ts'
import { createServerLog, noteRequest } from './server-log.ts'
import { version } from './version.ts'

export interface ServerOptions {
  /** 0: any free port. */
  port: number
  host: string
  home: string
  isolation: IsolationWish['isolation']
  containerImage?: string | undefined
  containerNetwork?: string | undefined
  limits?: IsolationWish['limits']
  /** Bytes of a build's work folder. */
  buildDisk?: number | undefined
  /** Deployments at once; default: as many as cores. */
  builds?: number | undefined
  /** Milliseconds between two looks at the repositories; default 5,000. */
  pollEvery?: number | undefined
  /** How the server is called from elsewhere, behind a proxy. */
  publicUrl?: string | undefined
  /** Whether browsers get the dashboard, where it was built; default: they do. */
  dashboard?: boolean | undefined
  /** What runs the builds; default: this machine. */
  machines?: JobRunner | undefined
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent' | undefined
}

export interface RunningServer {
  url: string
  home: string
  isolation: string
  warnings: readonly string[]
  /** A link that signs the owner's browser in, once. */
  signInLink(): Promise<string>
  /** Answers only when the server can go on no more, as when somebody damaged its records: close it, and tell why. */
  lost: Promise<Error>
  /** Running builds go on, and report to the next server. */
  close(): Promise<void>
  /** Ends running builds, too, and waits for nothing long: for a home that is thrown away. */
  discard(): Promise<void>
}

/** What the server is just doing may wait for a cloud that is gone already. */
const discardPatience = 3_000
/** What somebody did to the records is noticed before anything is written; that nobody writes for long must not hide it. */
const lookEvery = 1_000

/**
 * Trellis on one machine, all in this process but the builds.
 * @throws TrellisError home_in_use, home_unusable, port_in_use, key_unusable, database_unreadable, database_newer, as chooseIsolation
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  favourSize()
  const log = createServerLog(options.logLevel ?? 'info')
  const note = noteRequest(log)
  const home = openHome(options.home)
  try {
    let site = options.publicUrl ? new URL(options.publicUrl).origin : null
    const tellTrouble = (error: unknown, doing: string) => log.error({ err: error, doing }, 'background work failed')
    const composed = await composePorts(options, home.path, () => site, tellTrouble)
    const { ports, isolation, warnings } = composed
    const tickets = new Tickets(ports.clock, ports.ids)
    const background = new Background({
      ports,
      reviewAccess: () => reviewAccess(ports, tickets),
      pollEvery: options.pollEvery ?? 5_000,
      onError: tellTrouble,
      onBurst: composed.yieldRunners,
    })
    const addresses = createAddresses(options.publicUrl)
    const api = createApi({
      handlers: allHandlers(ports, tickets, { version, isolation, warnings }, addresses),
      authenticate: createAuthenticate(
        createCredentials(ports, token => isSame(token, home.token)),
        addresses,
      ),
      callerOf: context => getConnInfo(context).remote.address ?? 'unknown',
      version,
      pages: options.dashboard === false ? undefined : serveDashboard(join(packageRoot, dashboardFolder)),
      hostNames: addresses.hostNames,
      onRequest: request => {
        note(request)
        if (request.status === 202 && request.path.startsWith('/webhooks/')) background.told()
        if (request.method !== 'GET') background.wake()
      },
    })
    const server = await listen(api.fetch, options)
    const stopLive = serveLive(server, { ports, feed: composed.feed, tickets, addresses })
    const url = urlOf(server, options.host)
    site ??= url
    await composed.serveRunners(url)
    home.announce(url)
    await background.start()
    const { lost, stopLooking } = watchRecords(composed.damage)
    void lost.then(err => log.fatal({ err, hint: err.hint }, 'the records are damaged: the server ends'))
    const close = async () => {
      stopLooking()
      stopLive()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      // Of what is under way nothing can be kept any more.
      await Promise.race([background.stop(), lost.then(() => pause(discardPatience, undefined, { ref: false }))])
      composed.close()
      home.close()
    }
    log.info({ url, home: home.path, isolation, builds: ports.limits.builds }, 'ready')
    return {
      url,
      home: home.path,
      isolation,
      warnings,
      signInLink: async () => {
        const { code } = await createSignInLink(ports, owner)
        return signInUrl(addresses.page(new URL(url).host), code)
      },
      lost,
      close,
      discard: async () => {
        // From here on no further build is begun; one that is beginning is ended once it has.
        const idle = background.stop()
        await composed.endRunners()
        await Promise.race([idle.then(close), pause(discardPatience, undefined, { ref: false })])
        await composed.endRunners()
      },
    }
  } catch (error) {
    home.close()
    throw error
  }
}

function watchRecords(damage: () => TrellisError | null) {
  const { promise: lost, resolve } = Promise.withResolvers<TrellisError>()
  const timer = setInterval(() => {
    const found = damage()
    if (found) resolve(found)
  }, lookEvery)
  return { lost, stopLooking: () => clearInterval(timer) }
}

/** A server waits most of the time, and shares its machine with builds: V8 is to give back what it does not need (decision 0045). */
function favourSize(): void {
  setFlagsFromString('--optimize-for-size')
  // By itself it would collect the old generation after every tenth that is added, and whoever reads a long log waits for it.
  setFlagsFromString('--heap-growing-percent=150')
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
