import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Rest } from './door.ts'
import { someEvent } from './events.ts'
import { Faults } from './faults.ts'
import { gitDoor, serveGit } from './git.ts'
import { headsOf } from './heads.ts'
import { Owners } from './owners.ts'
import { Pages } from './pages.ts'
import { restDoors } from './rest.ts'
import { RestApi } from './rest-api.ts'
import { Shapes } from './shapes.ts'
import { SignIn } from './sign-in.ts'
import type { Installation, Repository } from './state.ts'

export { signed } from './signed.ts'

const zero = '0'.repeat(40)

/**
 * A GitHub of the test's own, as a GitHub Enterprise Server is laid out: pages at `url`, REST below `/api/v3`, git beside
 * them. Whatever it is asked and answers is held to GitHub's own OpenAPI description; end it with `close`, which fails if
 * anything was not as described.
 */
export class GitHub extends Owners {
  readonly url: string
  readonly faults = new Faults()
  readonly signIn: SignIn
  /** What was asked, `GET /repos/{owner}/{repo}`, in order. */
  readonly asked: string[] = []
  /** What was not as GitHub describes it. */
  readonly problems: string[] = []
  /** Added to the clock, in milliseconds: to let tokens grow old. */
  later = 0
  /** What the next installation token can bear: to let it end in the middle of a clone. */
  readonly nextToken: Rest['nextToken'] = {}
  readonly #server: Server
  readonly #shapes: Shapes
  readonly #api: RestApi
  readonly #pages: Pages

  private constructor(server: Server) {
    super()
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#shapes = new Shapes(this.url, `${this.url}/api/v3`)
    const now = () => this.#now()
    this.signIn = new SignIn(this.state, this.url, this.problems, now)
    const doors = restDoors({ state: this.state, shapes: this.#shapes, now, nextToken: this.nextToken })
    this.#api = new RestApi(this.state, doors, this, now)
    this.#pages = new Pages(this.url, this, this.signIn, this.asked)
  }

  static async start(port = 0): Promise<GitHub> {
    const server = createServer({ keepAliveTimeout: 30_000 })
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    const github = new GitHub(server)
    server.on('request', (request, response) => {
      github.#serve(request, response).catch((error: unknown) => {
        github.problems.push(`the stand-in itself failed: ${error instanceof Error ? error.stack : error}`)
        response.destroy()
      })
    })
    return github
  }

  /** @throws Error that tells what was not as GitHub describes it */
  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
    if (this.problems.length > 0) throw new Error(`not as GitHub describes it:\n${this.problems.join('\n')}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** What GitHub tells of a push to a branch (or of its end) of a repository. */
  pushOf(repository: Repository, ref: string, { before = zero, after }: { before?: string; after?: string } = {}) {
    const head = after ?? headsOf(repository).get(ref.replace('refs/heads/', '')) ?? zero
    return {
      ...this.eventOf('push', repository),
      ...{ ref, before, after: head, created: before === zero, deleted: head === zero, forced: false },
      head_commit: head === zero ? null : { ...(someEvent('push').head_commit as object), id: head, message: 'A push' },
    }
  }

  eventOf(name: string, repository: Repository, action?: string): Record<string, unknown> {
    const installation = this.state.installationOf(repository)
    return {
      ...someEvent(name, action),
      repository: this.#shapes.repository(repository),
      ...(installation ? { installation: { id: installation.id, node_id: 'x' } } : {}),
    }
  }

  installationEvent(name: string, action: string, installation: Installation): Record<string, unknown> {
    const [app] = this.state.apps.values()
    if (!app) throw new Error('there is no App')
    return { ...someEvent(name, action), action, installation: this.#shapes.installation(installation, app) }
  }

  #now(): number {
    return Date.now() + this.later
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url)
    const path = url.pathname
    const what = `${request.method} ${path.replace(/^\/api\/v3/, '')}`
    if (this.faults.strike(what, response)) return
    if (gitDoor(path)) {
      this.asked.push(`git ${path}`)
      serveGit(this.state, request, response, { url, now: this.#now(), problems: this.problems })
      return
    }
    const body = await text(request)
    if (path.startsWith('/api/v3/')) this.#api.serve(request, response, url, body)
    else this.#pages.serve(request, response, url, body)
  }
}
