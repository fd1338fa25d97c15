import { example } from './description.ts'
import {
  type AppOfGitHub,
  type CommitStatus,
  type DeploymentOfGitHub,
  fullName,
  type Installation,
  type Repository,
  type User,
} from './state.ts'

type Json = Record<string, unknown>

/** GitHub's answers: its own examples, with what this GitHub knows in the place of what they say. */
export class Shapes {
  readonly #web: string
  readonly #api: string

  constructor(web: string, api: string) {
    this.#web = web
    this.#api = api
  }

  account(login: string, id: number, type: 'Organization' | 'User' = 'Organization'): Json {
    const { owner } = example<{ owner: Json }>('integration')
    const { account } = example<{ account: Json }>('base-installation')
    return {
      ...owner,
      ...account,
      login,
      id,
      type,
      url: `${this.#api}/users/${login}`,
      html_url: `${this.#web}/${login}`,
    }
  }

  app(app: AppOfGitHub): Json {
    return {
      ...example<Json>('integration'),
      id: app.id,
      slug: app.slug,
      name: app.name,
      client_id: app.clientId,
      owner: this.account(app.owner, 1),
      html_url: `${this.#web}/apps/${app.slug}`,
      permissions: app.permissions,
      events: app.events,
    }
  }

  installation(one: Installation, app: AppOfGitHub): Json {
    return {
      ...example<Json>('installation'),
      id: one.id,
      account: this.account(one.account, one.id + 500, one.accountType),
      app_id: app.id,
      app_slug: app.slug,
      target_type: one.accountType,
      repository_selection: one.repositories === 'all' ? 'all' : 'selected',
      html_url: `${this.#web}/organizations/${one.account}/settings/installations/${one.id}`,
      permissions: app.permissions,
      events: app.events,
      suspended_at: one.suspended ? '2026-01-01T00:00:00Z' : null,
      suspended_by: one.suspended ? this.account('boss', 7, 'User') : null,
    }
  }

  repository(one: Repository): Json {
    const [first] = example<{ repositories: Json[] }>('repository-paginated-2').repositories
    return { ...first, ...this.#facts(one) }
  }

  wholeRepository(one: Repository): Json {
    const whole = example<Json>('full-repository-default-response')
    delete whole.parent
    delete whole.source
    delete whole.template_repository
    return { language: null, ...whole, ...this.#facts(one) }
  }

  #facts(one: Repository): Json {
    const name = fullName(one)
    return {
      id: one.id,
      name: one.name,
      full_name: name,
      owner: this.account(one.owner, 1),
      private: one.private,
      visibility: one.private ? 'private' : 'public',
      archived: one.archived,
      default_branch: one.defaultBranch,
      html_url: `${this.#web}/${name}`,
      clone_url: `${this.#web}/${name}.git`,
      url: `${this.#api}/repos/${name}`,
    }
  }

  branch(repository: Repository, name: string, sha: string): Json {
    return {
      name,
      commit: { sha, url: `${this.#api}/repos/${fullName(repository)}/commits/${sha}` },
      protected: false,
    }
  }

  deployment(one: DeploymentOfGitHub): Json {
    return {
      ...example<Json>('deployment-simple-example'),
      id: one.id,
      sha: one.sha,
      ref: one.ref,
      environment: one.environment,
      original_environment: one.environment,
      production_environment: one.production,
      description: one.description,
      payload: one.payload ?? {},
    }
  }

  deploymentStatus(one: DeploymentOfGitHub): Json {
    const last = one.statuses.at(-1)
    const { log_url: _log, environment_url: _page, ...status } = example<Json>('deployment-status')
    return {
      ...status,
      state: last?.state,
      description: last?.description,
      ...(last?.logUrl ? { log_url: last.logUrl, target_url: last.logUrl } : {}),
      ...(last?.environmentUrl ? { environment_url: last.environmentUrl } : {}),
      environment: one.environment,
    }
  }

  commitStatus(one: CommitStatus): Json {
    const { state, context, description, targetUrl } = one
    return { ...example<Json>('status'), state, context, description, target_url: targetUrl }
  }

  user({ login, id }: User): Json {
    const { plan: _plan, ...user } = example<Json>('public-user-default-response')
    return { ...user, login, id, html_url: `${this.#web}/${login}` }
  }

  organisation(login: string): Json {
    const [first] = example<Json[]>('organization-simple-items')
    return { ...first, login }
  }

  membership(user: User, organisation: string): Json {
    return {
      ...example<Json>('org-membership'),
      state: 'active',
      role: user.organisations.get(organisation) ?? 'member',
      organization: this.organisation(organisation),
      user: this.account(user.login, user.id, 'User'),
    }
  }

  team(path: string): Json {
    const [organisation = '', slug = ''] = path.split('/')
    const [first] = example<{ organization: Json }[]>('team-full-items')
    return {
      ...first,
      slug,
      name: slug,
      type: 'organization',
      organization: { ...first?.organization, login: organisation, name: organisation, archived_at: null },
    }
  }

  teamMembership(): Json {
    return {
      ...example<Json>('team-membership-response-if-user-is-a-team-maintainer'),
      role: 'member',
      state: 'active',
    }
  }
}
