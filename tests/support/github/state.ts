import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

export interface Repository {
  id: number
  owner: string
  name: string
  private: boolean
  archived: boolean
  defaultBranch: string
  /** Where its git repository lies; null: it has none, and only its names are asked for. */
  folder: string | null
  /** Branch → head, of one without a folder. */
  branches: Map<string, string>
}

export interface Installation {
  id: number
  account: string
  accountType: 'Organization' | 'User'
  suspended: boolean
  /** `all`: every repository of its account. */
  repositories: 'all' | Set<number>
}

export interface AppOfGitHub {
  id: number
  slug: string
  name: string
  owner: string
  clientId: string
  clientSecret: string
  webhookSecret: string | null
  webhookUrl: string | null
  permissions: Record<string, string>
  events: string[]
  callbackUrls: string[]
  /** Where a browser is sent once the App is installed. */
  setupUrl: string | null
  /** Public halves of the keys that it may sign with. */
  keys: KeyObject[]
}

/** What an installation token may do, and for how long. */
export interface Token {
  installation: number
  /** Null: all of the installation's. */
  repositories: Set<number> | null
  permissions: Record<string, string>
  expiresAt: number
  /** It ends after so many requests of git. */
  gitRequests: number
}

export interface User {
  id: number
  login: string
  /** Organisation → role. */
  organisations: Map<string, 'member' | 'admin'>
  /** `organisation/team`. */
  teams: Set<string>
}

export interface DeploymentOfGitHub {
  id: number
  repository: number
  sha: string
  ref: string
  environment: string
  production: boolean
  description: string | null
  payload: unknown
  statuses: { state: string; description: string; logUrl: string; environmentUrl: string }[]
}

export interface CommitStatus {
  repository: number
  sha: string
  state: string
  context: string
  description: string | null
  targetUrl: string | null
}

/** All that a GitHub remembers. */
export class State {
  readonly repositories = new Map<number, Repository>()
  /** `owner/name` as it once was → id. */
  readonly formerNames = new Map<string, number>()
  readonly installations = new Map<number, Installation>()
  readonly apps = new Map<number, AppOfGitHub>()
  readonly users = new Map<string, User>()
  readonly tokens = new Map<string, Token>()
  readonly userTokens = new Map<string, { login: string; expiresAt: number }>()
  readonly deployments: DeploymentOfGitHub[] = []
  readonly commitStatuses: CommitStatus[] = []
  /** Code of a manifest → the app that was made of it. */
  readonly manifestCodes = new Map<string, { app: AppOfGitHub; pem: string }>()
  #last = 1000

  id(): number {
    this.#last += 1
    return this.#last
  }

  repository(owner: string, name: string): Repository | undefined {
    const wanted = `${owner}/${name}`.toLowerCase()
    return [...this.repositories.values()].find(one => fullName(one).toLowerCase() === wanted)
  }

  /** By the name that it has, or had. */
  everNamed(owner: string, name: string): Repository | undefined {
    return (
      this.repository(owner, name) ??
      this.repositories.get(this.formerNames.get(`${owner}/${name}`.toLowerCase()) ?? Number.NaN)
    )
  }

  covers(installation: Installation, repository: Repository): boolean {
    if (installation.account.toLowerCase() !== repository.owner.toLowerCase()) return false
    return installation.repositories === 'all' || installation.repositories.has(repository.id)
  }

  installationOf(repository: Repository): Installation | undefined {
    return [...this.installations.values()].find(one => this.covers(one, repository))
  }

  repositoriesOf(installation: Installation): Repository[] {
    return [...this.repositories.values()].filter(one => this.covers(installation, one))
  }
}

export const fullName = ({ owner, name }: Pick<Repository, 'owner' | 'name'>): string => `${owner}/${name}`

export const secret = (prefix = ''): string => prefix + randomBytes(20).toString('hex')

/** As GitHub hands keys out, PKCS#1, but shorter: to make one of its length takes ten times as long. */
export function makeKey(): { pem: string; publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  return { pem: String(privateKey.export({ type: 'pkcs1', format: 'pem' })), publicKey }
}

export const readKey = (pem: string): KeyObject => createPrivateKey(pem)
