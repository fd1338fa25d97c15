import { type AppOfGitHub, type Installation, makeKey, type Repository, State, secret, type User } from './state.ts'

export interface RepositoryWish {
  owner?: string
  name: string
  folder?: string
  private?: boolean
  defaultBranch?: string
  branches?: Record<string, string>
}

/** What the owners of organisations and repositories do at GitHub. */
export class Owners {
  readonly state = new State()

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
}
