import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  ClientSecretPost,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomState,
  processAuthorizationCodeResponse,
  validateAuthResponse,
} from 'oauth4webapi'
import { TrellisError } from '../../core/errors.ts'
import type { GitHubApp } from '../../core/ports/github.ts'
import type { Departure, Identity, PeopleHost } from '../../core/ports/people-host.ts'
import { Calls, type CallsOptions, statusOf } from './calls.ts'
import { signInAt } from './sign-in-at.ts'

/** The App, with what signs people in. */
export interface SignInApp extends GitHubApp {
  clientId: string
  clientSecret: string
}

/** A token is not used in its last minutes: clocks differ. */
const margin = 5 * 60_000

export interface GitHubPeopleOptions extends CallsOptions {
  /** Null: no App is connected. */
  app(): Promise<SignInApp | null>
}

/**
 * People by GitHub: OAuth with `state` and PKCE for who they are, whose token is used once and thrown away; the App's own
 * installations for where they belong, so that somebody who left cannot vouch for themselves.
 */
export class GitHubPeople implements PeopleHost {
  readonly #app: GitHubPeopleOptions['app']
  readonly #calls: Calls
  readonly #timeoutMs: number
  readonly #now: () => number
  /** By organisation. */
  readonly #tokens = new Map<string, { app: number; token: string; until: number }>()

  constructor({ app, ...calls }: GitHubPeopleOptions) {
    this.#app = app
    this.#calls = new Calls(calls)
    this.#now = calls.now
    this.#timeoutMs = calls.timeoutMs ?? 10_000
  }

  async signInAt(): Promise<{ name: string; url: string } | null> {
    return signInAt(this.#app)()
  }

  async depart(back: string): Promise<Departure> {
    const { webUrl, clientId } = await this.#connected()
    const [state, verifier] = [generateRandomState(), generateRandomCodeVerifier()]
    const url = new URL(`${webUrl}/login/oauth/authorize`)
    url.search = String(
      new URLSearchParams({
        client_id: clientId,
        redirect_uri: back,
        response_type: 'code',
        state,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),
    )
    return { url: url.href, state, verifier }
  }

  async arrive(arrived: URL, back: string, { state, verifier }: Omit<Departure, 'url'>): Promise<Identity> {
    const app = await this.#connected()
    const token = await this.#exchange(app, arrived, back, { state, verifier })
    const { data } = await this.#calls.withToken(app, token, octokit => octokit.request('GET /user'))
    return { id: Number(data.id), login: data.login, name: data.name ?? null }
  }

  async belongs(login: string, place: string): Promise<boolean> {
    const app = await this.#connected()
    const [org = '', team] = place.split('/')
    const token = await this.#tokenFor(app, org)
    try {
      return await this.#calls.withToken(app, token, async octokit => {
        if (team === undefined) {
          const { status } = await octokit.request('GET /orgs/{org}/members/{username}', { org, username: login })
          return Number(status) === 204
        }
        const asked = { org, team_slug: team, username: login }
        const { data } = await octokit.request('GET /orgs/{org}/teams/{team_slug}/memberships/{username}', asked)
        return data.state === 'active'
      })
    } catch (error) {
      if (statusOf(error) === 404) return false
      // It was revoked before its time: the next question gets another one.
      this.#tokens.delete(org)
      throw error
    }
  }

  /** Sees who belongs to an organisation, and nothing else of it. */
  async #tokenFor(app: GitHubApp, org: string): Promise<string> {
    const known = this.#tokens.get(org)
    if (known?.app === app.appId && known.until > this.#now()) return known.token
    const { data } = await this.#calls.asApp(app, async octokit => {
      const all = await octokit.paginate('GET /app/installations', { per_page: 100 })
      const installation = all.find(({ account }) => account && 'login' in account && isSame(account.login, org))
      if (!installation || installation.suspended_at) throw notInstalled(org)
      const wish = { installation_id: installation.id, permissions: { members: 'read' } } as const
      return octokit.request('POST /app/installations/{installation_id}/access_tokens', wish)
    })
    const until = Date.parse(data.expires_at) - margin
    this.#tokens.set(org, { app: app.appId, token: data.token, until })
    return data.token
  }

  async #exchange(
    { webUrl, clientId, clientSecret }: SignInApp,
    arrived: URL,
    back: string,
    { state, verifier }: Omit<Departure, 'url'>,
  ): Promise<string> {
    const server: AuthorizationServer = { issuer: webUrl, token_endpoint: `${webUrl}/login/oauth/access_token` }
    const client: Client = { client_id: clientId }
    const authentication = ClientSecretPost(clientSecret)
    try {
      const parameters = validateAuthResponse(server, client, arrived, state)
      const answer = await authorizationCodeGrantRequest(server, client, authentication, parameters, back, verifier, {
        // An Enterprise Server behind a company's own walls may speak http.
        [allowInsecureRequests]: webUrl.startsWith('http:'),
        signal: AbortSignal.timeout(this.#timeoutMs),
      })
      if (answer.status >= 500) throw unavailable(webUrl)
      const { access_token: token } = await processAuthorizationCodeResponse(server, client, answer)
      return token
    } catch (error) {
      if (error instanceof TrellisError) throw error
      const isAway = error instanceof Error && ['TimeoutError', 'TypeError'].includes(error.name)
      if (isAway) throw unavailable(webUrl, error)
      throw new TrellisError('sign_in_refused', 'GitHub did not confirm who it is.', 'Sign in again.', { cause: error })
    }
  }

  async #connected(): Promise<SignInApp> {
    const app = await this.#app()
    if (app) return app
    throw new TrellisError(
      'github_not_connected',
      'This server is not connected to GitHub.',
      'Connect it: `trellis github connect`, or in the settings of the dashboard.',
    )
  }
}

const unavailable = (webUrl: string, cause?: unknown) =>
  new TrellisError('github_unavailable', `GitHub at ${webUrl} cannot be asked.`, 'Try again in a moment.', { cause })

const notInstalled = (org: string) =>
  new TrellisError(
    'github_not_installed',
    `The GitHub App is not installed in ${org}, so nobody can be asked who belongs to it.`,
    'An owner of the organisation can install it, on the page of the App.',
  )

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
