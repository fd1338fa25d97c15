import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { callerOf, Refused } from './authorize.ts'
import { Operation } from './description.ts'
import type { Answer, Doors, Rest } from './door.ts'
import { someEvent } from './events.ts'
import { Faults } from './faults.ts'
import { gitDoor, serveGit } from './git.ts'
import { headsOf } from './heads.ts'
import { makeApp } from './manifest.ts'
import { restDoors } from './rest.ts'
import { Shapes } from './shapes.ts'
import { type OAuthAnswer, SignIn } from './sign-in.ts'
import { type AppOfGitHub, type Installation, makeKey, type Repository, State, secret, type User } from './state.ts'

export interface RepositoryWish {
  owner?: string
  name: string
  folder?: string
  private?: boolean
  defaultBranch?: string
  branches?: Record<string, string>
}

const zero = '0'.repeat(40)

/**
 * A GitHub of the test's own, as a GitHub Enterprise Server is laid out: pages at `url`, REST below `/api/v3`, git beside
 * them. Whatever it is asked and answers is held to GitHub's own OpenAPI description; end it with `close`, which fails if
 * anything was not as described.
 */
export class GitHub {
  readonly url: string
  readonly state = new State()
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
  readonly #doors: Doors
  readonly #operations = new Map<string, Operation>()

  private constructor(server: Server) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#shapes = new Shapes(this.url, `${this.url}/api/v3`)
    const now = () => this.#now()
    this.signIn = new SignIn(this.state, this.url, this.problems, now)
    this.#doors = restDoors({ state: this.state, shapes: this.#shapes, now, nextToken: this.nextToken })
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

  /** An App as the manifest flow would have made it. */
  addApp(wish: Partial<AppOfGitHub> = {}): AppOfGitHub & { pem: string } {
    const { pem, publicKey } = makeKey()
    const id = this.state.id()
    const app: AppOfGitHub = {
      id,
      slug: `trellis-${id}`,
      name: `Trellis ${id}`,
      owner: 'acme',
      clientId: `Iv23${secret().slice(0, 16)}`,
      clientSecret: secret(),
      webhookSecret: secret(),
      webhookUrl: null,
      permissions: {
        contents: 'read',
        metadata: 'read',
        deployments: 'write',
        statuses: 'write',
        pull_requests: 'write',
        members: 'read',
      },
      events: ['push', 'pull_request', 'repository'],
      callbackUrls: ['http://127.0.0.1'],
      setupUrl: null,
      keys: [publicKey],
      ...wish,
    }
    this.state.apps.set(id, app)
    return { ...app, pem }
  }

  /** A new key for an App, as its page makes one. @returns PEM */
  addKey(app: number): string {
    const { pem, publicKey } = makeKey()
    this.state.apps.get(app)?.keys.push(publicKey)
    return pem
  }

  addRepository({ owner = 'acme', branches = {}, ...wish }: RepositoryWish): Repository {
    const repository: Repository = {
      id: this.state.id(),
      owner,
      private: true,
      archived: false,
      defaultBranch: 'main',
      folder: null,
      ...wish,
      branches: new Map(Object.entries(branches)),
    }
    this.state.repositories.set(repository.id, repository)
    return repository
  }

  install(
    account = 'acme',
    repositories: 'all' | Repository[] = 'all',
    type: Installation['accountType'] = 'Organization',
  ): Installation {
    const chosen = repositories === 'all' ? repositories : new Set(repositories.map(one => one.id))
    const one = { id: this.state.id(), account, accountType: type, suspended: false, repositories: chosen }
    this.state.installations.set(one.id, one)
    return one
  }

  /** @param organisations those it belongs to. @param teams `organisation/team` */
  addUser(login: string, organisations: string[] = [], teams: string[] = []): User {
    const roles = new Map(organisations.map(one => [one, 'member'] as const))
    const user: User = { id: this.state.id(), login, organisations: roles, teams: new Set(teams) }
    this.state.users.set(login, user)
    return user
  }

  /** Under its new name; the old one leads there. */
  rename(repository: Repository, name: string, owner = repository.owner): void {
    this.state.formerNames.set(`${repository.owner}/${repository.name}`.toLowerCase(), repository.id)
    Object.assign(repository, { name, owner })
  }

  delete(repository: Repository): void {
    this.state.repositories.delete(repository.id)
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
    if (path.startsWith('/api/v3/')) this.#rest(request, response, url, body)
    else this.#page(request, response, url, body)
  }

  #rest(request: IncomingMessage, response: ServerResponse, url: URL, text: string): void {
    const path = url.pathname.slice('/api/v3'.length)
    const found = this.#door(request.method ?? '', path)
    if (!found) {
      this.problems.push(`nobody knows ${request.method} ${path}`)
      send(response, 404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' })
      return
    }
    const { operation, params } = found
    this.asked.push(operation.key)
    const query = Object.fromEntries(url.searchParams)
    const body = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>)
    this.problems.push(...operation.problemsOfRequest(params, query, body))
    if (!request.headers['user-agent']) this.problems.push(`${operation.key} names no user agent`)
    const answer = this.#answer(() => {
      const caller = callerOf(this.state, request.headers.authorization, this.#now())
      return this.#doors[operation.key]?.({ caller, path: params, query, body: body ?? {} }) ?? { status: 404 }
    })
    const { status = 200, body: said } = answer
    this.problems.push(...operation.problemsOfAnswer(status, said))
    const link = linkOf(url, answer)
    send(response, status, said, link ? { link } : {})
  }

  #answer(work: () => Answer): Answer {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { status, message } = error
      const body = { message, documentation_url: 'https://docs.github.com/rest', status: String(status) }
      return { status, body: status === 422 ? { ...body, errors: [] } : body }
    }
  }

  #door(method: string, path: string): { operation: Operation; params: Record<string, string> } | null {
    for (const key of Object.keys(this.#doors)) {
      const [doorMethod, template = ''] = key.split(' ')
      if (doorMethod !== method) continue
      const pattern = new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
      const match = pattern.exec(path)
      if (!match) continue
      const operation = this.#operations.get(key) ?? new Operation(key)
      this.#operations.set(key, operation)
      const named = Object.entries(match.groups ?? {})
      return { operation, params: Object.fromEntries(named.map(([name, value]) => [name, decodeURIComponent(value)])) }
    }
    return null
  }

  /** What is for browsers, and for signing people in. */
  #page(request: IncomingMessage, response: ServerResponse, url: URL, body: string): void {
    const type = request.headers['content-type'] ?? ''
    const form = type.includes('json')
      ? new URLSearchParams(JSON.parse(body || '{}') as Record<string, string>)
      : new URLSearchParams(body)
    const settings = /^(?:\/organizations\/([^/]+))?\/settings\/apps\/new$/.exec(url.pathname)
    const what = `${request.method} ${url.pathname}`
    this.asked.push(what)
    if (settings && request.method === 'POST') {
      const owner = settings[1] ?? this.signIn.signedInAs ?? 'acme'
      const made = makeApp(this.state, form.get('manifest') ?? '', { owner, query: url.searchParams, web: this.url })
      if ('location' in made) response.writeHead(302, { location: made.location }).end()
      else send(response, 422, { message: made.refusal })
      return
    }
    const slug = /^\/apps\/([^/]+)\/installations\/new$/.exec(url.pathname)?.[1]
    const installed = [...this.state.apps.values()].find(one => one.slug === slug)
    if (installed) {
      // Whoever came here gives it all repositories.
      this.install(installed.owner)
      response.writeHead(302, { location: installed.setupUrl ?? this.url }).end()
      return
    }
    const doors: Record<string, () => OAuthAnswer> = {
      'GET /login/oauth/authorize': () => this.signIn.authorize(url.searchParams),
      'POST /login/oauth/access_token': () => this.signIn.exchange(form),
      'POST /login/device/code': () => this.signIn.device(form),
    }
    const answer = doors[what]?.() ?? { json: { message: 'Not Found' }, status: 404 }
    if ('location' in answer) response.writeHead(302, { location: answer.location }).end()
    else send(response, answer.status ?? 200, answer.json)
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

/** Where the next page is, as GitHub tells it. */
function linkOf(url: URL, { total }: Answer): string | null {
  if (total === undefined) return null
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
  const page = Number(url.searchParams.get('page') ?? 1)
  const last = Math.max(1, Math.ceil(total / size))
  if (page >= last) return null
  const at = (wanted: number) => {
    const next = new URL(url)
    next.searchParams.set('page', String(wanted))
    return next.href
  }
  return `<${at(page + 1)}>; rel="next", <${at(last)}>; rel="last"`
}

/** The headers with which GitHub posts an event. */
export function signed(secret: string, event: string, body: string, id: string = randomUUID()): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/044aadd',
    'x-github-delivery': id,
    'x-github-event': event,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }
}
