import { RequestError } from '@octokit/request-error'
import type { App, Octokit } from 'octokit'
import { TrellisError } from '../../core/errors.ts'
import type { GitHubApp } from '../../core/ports/github.ts'
import { explain, rateLimit } from './failure.ts'

export interface CallsOptions {
  now: () => number
  /** How long GitHub may take to answer, in milliseconds. */
  timeoutMs?: number
}

const usualTimeout = 10_000
const signedFor = 8 * 60_000
/** GitHub wants to know who asks. */
const userAgent = 'trellis'

/**
 * Calls of GitHub's API. It is asked once: whoever needs it done tries again by the outbox, which survives a restart. When GitHub
 * wants to be left alone, nothing is asked until then.
 */
export class Calls {
  readonly #options: CallsOptions
  readonly #apps = new Map<string, App>()
  #signed: { token: string; privateKey: string; until: number } | null = null
  /** By server: nothing before. */
  readonly #rests = new Map<string, number>()

  constructor(options: CallsOptions) {
    this.#options = options
  }

  anonymous<T>(webUrl: string, work: (octokit: Octokit) => Promise<T>): Promise<T> {
    return this.#ask(webUrl, async () => work(new (await this.#octokit(webUrl))()))
  }

  asApp<T>(app: GitHubApp, work: (octokit: Octokit) => Promise<T>): Promise<T> {
    return this.#ask(app.webUrl, async () => {
      // Octokit itself signs only for the doors that it knows to want it.
      return work(new (await this.#octokit(app.webUrl))({ auth: await this.#sign(app) }))
    })
  }

  withToken<T>(app: GitHubApp, token: string, work: (octokit: Octokit) => Promise<T>): Promise<T> {
    return this.#ask(app.webUrl, async () => work(new (await this.#octokit(app.webUrl))({ auth: token })))
  }

  /** Good for ten minutes, and used for eight: signing takes as long as all the rest of a call. */
  async #sign(app: GitHubApp): Promise<string> {
    const now = Date.now()
    if (this.#signed && this.#signed.privateKey === app.privateKey && this.#signed.until > now)
      return this.#signed.token
    try {
      const { token } = (await (await this.#app(app)).octokit.auth({ type: 'app' })) as { token: string }
      this.#signed = { token, privateKey: app.privateKey, until: now + signedFor }
      return token
    } catch (error) {
      throw new TrellisError(
        'github_refused',
        'The private key of the GitHub App cannot be used.',
        'Make a new one on the page of the App: `trellis github rotate --key-from-stdin` takes it.',
        { cause: error },
      )
    }
  }

  /** The App signs for itself; its key is parsed once. */
  async #app({ webUrl, appId, privateKey }: GitHubApp): Promise<App> {
    const key = `${webUrl} ${appId} ${privateKey}`
    const known = this.#apps.get(key)
    if (known) return known
    const { App } = await import('octokit')
    const app = new App({ appId, privateKey, Octokit: await this.#octokit(webUrl) })
    this.#apps.clear()
    this.#apps.set(key, app)
    return app
  }

  /** Loaded when GitHub is first asked: a server without an App need not hold it in memory. */
  async #octokit(webUrl: string) {
    const { Octokit } = await import('octokit')
    const quiet = () => undefined
    return Octokit.defaults({
      baseUrl: apiOf(webUrl),
      userAgent,
      retry: { enabled: false },
      throttle: { enabled: false },
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      request: {
        fetch: (url: string, init: RequestInit) =>
          fetch(url, { ...init, signal: AbortSignal.timeout(this.#options.timeoutMs ?? usualTimeout) }),
      },
    })
  }

  async #ask<T>(webUrl: string, work: () => Promise<T>): Promise<T> {
    const rest = this.#rests.get(webUrl) ?? 0
    if (rest > this.#options.now()) throw restUntil(webUrl, rest)
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      const until = rateLimit(error, this.#options.now())
      if (until === null) throw explain(error, webUrl)
      this.#rests.set(webUrl, until)
      throw restUntil(webUrl, until, error)
    }
  }
}

const restUntil = (webUrl: string, until: number, cause?: unknown): TrellisError =>
  new TrellisError(
    'github_unavailable',
    `${webUrl} wants to be left alone until ${new Date(until).toISOString()}: too much was asked of it.`,
    'Trellis goes on by itself then.',
    { retryAt: until, cause },
  )

/** The status with which GitHub refused, if it did. */
export function statusOf(error: unknown): number | null {
  const cause = error instanceof Error ? error.cause : null
  return cause instanceof RequestError ? cause.status : null
}

/** A GitHub Enterprise Server has its API below its pages. */
export const apiOf = (webUrl: string): string =>
  webUrl === 'https://github.com' ? 'https://api.github.com' : `${webUrl}/api/v3`
