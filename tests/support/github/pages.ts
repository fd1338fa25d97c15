import type { IncomingMessage, ServerResponse } from 'node:http'
import { makeApp } from './manifest.ts'
import type { Owners } from './owners.ts'
import { send } from './send.ts'
import type { OAuthAnswer, SignIn } from './sign-in.ts'

/** What is for browsers, and for signing people in. */
export class Pages {
  readonly #url: string
  readonly #owners: Owners
  readonly #signIn: SignIn
  readonly #asked: string[]

  /** @param asked told of every request */
  constructor(url: string, owners: Owners, signIn: SignIn, asked: string[]) {
    this.#url = url
    this.#owners = owners
    this.#signIn = signIn
    this.#asked = asked
  }

  serve(request: IncomingMessage, response: ServerResponse, url: URL, body: string): void {
    const type = request.headers['content-type'] ?? ''
    const form = type.includes('json')
      ? new URLSearchParams(JSON.parse(body || '{}') as Record<string, string>)
      : new URLSearchParams(body)
    const settings = /^(?:\/organizations\/([^/]+))?\/settings\/apps\/new$/.exec(url.pathname)
    const what = `${request.method} ${url.pathname}`
    this.#asked.push(what)
    if (settings && request.method === 'POST') {
      const owner = settings[1] ?? this.#signIn.signedInAs ?? 'acme'
      const how = { owner, query: url.searchParams, web: this.#url }
      const made = makeApp(this.#owners.state, form.get('manifest') ?? '', how)
      if ('location' in made) response.writeHead(302, { location: made.location }).end()
      else send(response, 422, { message: made.refusal })
      return
    }
    const slug = /^\/apps\/([^/]+)\/installations\/new$/.exec(url.pathname)?.[1]
    const installed = [...this.#owners.state.apps.values()].find(one => one.slug === slug)
    if (installed) {
      // Whoever came here gives it all repositories.
      this.#owners.install(installed.owner)
      response.writeHead(302, { location: installed.setupUrl ?? this.#url }).end()
      return
    }
    const doors: Record<string, () => OAuthAnswer> = {
      'GET /login/oauth/authorize': () => this.#signIn.authorize(url.searchParams),
      'POST /login/oauth/access_token': () => this.#signIn.exchange(form),
      'POST /login/device/code': () => this.#signIn.device(form),
    }
    const answer = doors[what]?.() ?? { json: { message: 'Not Found' }, status: 404 }
    if ('location' in answer) response.writeHead(302, { location: answer.location }).end()
    else send(response, answer.status ?? 200, answer.json)
  }
}
