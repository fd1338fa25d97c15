import { createHash } from 'node:crypto'
import { type AppOfGitHub, type State, secret } from './state.ts'

interface Code {
  login: string
  clientId: string
  redirectUri: string | null
  challenge: string | null
  expiresAt: number
}

interface DeviceCode {
  userCode: string
  clientId: string
  login: string | null
  denied: boolean
  expiresAt: number
  askedAt: number
}

export type OAuthAnswer = { location: string } | { json: Record<string, unknown>; status?: number }

const lifetime = 8 * 3600

/** GitHub's doors for people: authorise, exchange, device. Not part of its OpenAPI description, so checked by hand. */
export class SignIn {
  /** Who sits at the browser; null: says no. */
  signedInAs: string | null = null
  /** Seconds that a client has to leave between two questions about a device. */
  interval = 5
  readonly problems: string[]
  readonly #state: State
  readonly #web: string
  readonly #now: () => number
  readonly #codes = new Map<string, Code>()
  readonly #devices = new Map<string, DeviceCode>()
  readonly #refresh = new Map<string, string>()

  constructor(state: State, web: string, problems: string[], now: () => number) {
    this.#state = state
    this.#web = web
    this.problems = problems
    this.#now = now
  }

  authorize(query: URLSearchParams): OAuthAnswer {
    const app = this.#appOf(query.get('client_id'))
    if (!app) return { json: { message: 'Not Found' }, status: 404 }
    const redirectUri = query.get('redirect_uri')
    const target = redirectUri ?? app.callbackUrls[0] ?? ''
    if (!app.callbackUrls.some(one => target.startsWith(one))) {
      return { json: { message: 'The redirect_uri is not associated with this application.' }, status: 400 }
    }
    if (!query.get('state')) this.problems.push('authorize: no state')
    if (query.get('code_challenge_method') !== 'S256' || !query.get('code_challenge')) {
      this.problems.push('authorize: no PKCE challenge by S256')
    }
    const answer = new URL(target)
    answer.searchParams.set('state', query.get('state') ?? '')
    if (this.signedInAs === null) {
      answer.searchParams.set('error', 'access_denied')
      answer.searchParams.set('error_description', 'The user has denied your application access.')
      return { location: answer.href }
    }
    const code = secret()
    this.#codes.set(code, {
      login: this.signedInAs,
      clientId: app.clientId,
      redirectUri,
      challenge: query.get('code_challenge'),
      expiresAt: this.#now() + 600_000,
    })
    answer.searchParams.set('code', code)
    return { location: answer.href }
  }

  exchange(form: URLSearchParams): OAuthAnswer {
    const app = this.#appOf(form.get('client_id'))
    const grant = form.get('grant_type')
    if (grant === 'urn:ietf:params:oauth:grant-type:device_code') return this.#exchangeDevice(form)
    if (!app || form.get('client_secret') !== app.clientSecret) return refused('incorrect_client_credentials')
    if (grant === 'refresh_token') {
      const login = this.#refresh.get(form.get('refresh_token') ?? '')
      this.#refresh.delete(form.get('refresh_token') ?? '')
      return login ? this.#token(login) : refused('bad_refresh_token')
    }
    const given = this.#codes.get(form.get('code') ?? '')
    // Used up, whether it was right or not.
    this.#codes.delete(form.get('code') ?? '')
    if (!given || given.clientId !== app.clientId || given.expiresAt < this.#now())
      return refused('bad_verification_code')
    if (given.redirectUri !== null && form.get('redirect_uri') !== given.redirectUri) {
      return refused('redirect_uri_mismatch')
    }
    const verifier = form.get('code_verifier') ?? ''
    if (given.challenge && createHash('sha256').update(verifier).digest('base64url') !== given.challenge) {
      return refused('bad_verification_code')
    }
    return this.#token(given.login)
  }

  device(form: URLSearchParams): OAuthAnswer {
    const app = this.#appOf(form.get('client_id'))
    if (!app) return { json: { error: 'Not Found' }, status: 404 }
    const code = secret()
    const userCode = secret()
      .slice(0, 8)
      .toUpperCase()
      .replace(/^(.{4})/, '$1-')
    const expiresAt = this.#now() + 900_000
    this.#devices.set(code, { userCode, clientId: app.clientId, login: null, denied: false, expiresAt, askedAt: 0 })
    return {
      json: {
        device_code: code,
        user_code: userCode,
        verification_uri: `${this.#web}/login/device`,
        expires_in: 900,
        interval: this.interval,
      },
    }
  }

  /** Somebody types the code that a device shows. @param login null: says no */
  enterDeviceCode(userCode: string, login: string | null): void {
    const device = [...this.#devices.values()].find(one => one.userCode === userCode)
    if (!device) throw new Error(`no device shows ${userCode}`)
    Object.assign(device, login === null ? { denied: true } : { login })
  }

  #exchangeDevice(form: URLSearchParams): OAuthAnswer {
    const code = form.get('device_code') ?? ''
    const device = this.#devices.get(code)
    if (!device || device.clientId !== form.get('client_id')) return refused('incorrect_device_code')
    if (device.expiresAt < this.#now()) return refused('expired_token')
    const early = this.#now() < device.askedAt + this.interval * 1000
    device.askedAt = this.#now()
    if (early) return refused('slow_down', { interval: this.interval + 5 })
    if (device.denied) return refused('access_denied')
    if (device.login === null) return refused('authorization_pending')
    this.#devices.delete(code)
    return this.#token(device.login)
  }

  #token(login: string): OAuthAnswer {
    const token = secret('ghu_')
    const refresh = secret('ghr_')
    this.#state.userTokens.set(token, { login, expiresAt: this.#now() + lifetime * 1000 })
    this.#refresh.set(refresh, login)
    return {
      json: {
        access_token: token,
        expires_in: lifetime,
        refresh_token: refresh,
        refresh_token_expires_in: 15_897_600,
        token_type: 'bearer',
        scope: '',
      },
    }
  }

  #appOf(clientId: string | null): AppOfGitHub | undefined {
    return [...this.#state.apps.values()].find(one => one.clientId === clientId)
  }
}

/** As GitHub does it: with status 200. */
const refused = (error: string, also: Record<string, unknown> = {}): OAuthAnswer => ({
  json: { error, error_description: `It was refused: ${error}.`, error_uri: 'https://docs.github.com', ...also },
})
