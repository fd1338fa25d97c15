import { verifyWithFallback } from '@octokit/webhooks-methods'
import type { GitHubRepository } from '../../contract/github.ts'
import { TrellisError } from '../../core/errors.ts'
import type {
  GitHub,
  GitHubAccess,
  GitHubApp,
  GitHubCommitStatus,
  GitHubDeploymentState,
  GitHubDeploymentWish,
  GitHubPlace,
  NewGitHubApp,
} from '../../core/ports/github.ts'
import { Calls, type CallsOptions, statusOf } from './calls.ts'
import { type RawRepository, showInstallation, showRepository } from './show.ts'

const page = { per_page: 100 } as const
/** The most that GitHub takes for a description. */
const longestText = 140

/** GitHub by octokit, which signs for the App and reads the pages of lists. */
export class OctokitGitHub implements GitHub {
  readonly #calls: Calls

  constructor(options: CallsOptions) {
    this.#calls = new Calls(options)
  }

  async redeem(webUrl: string, code: string): Promise<NewGitHubApp> {
    const { data } = await this.#calls.anonymous(webUrl, octokit =>
      octokit.request('POST /app-manifests/{code}/conversions', { code }),
    )
    const { id, slug, name, owner, html_url, client_id, client_secret, pem, webhook_secret } = data
    return {
      appId: Number(id),
      slug: slug ?? '',
      name,
      owner: owner && 'login' in owner ? owner.login : (owner?.slug ?? ''),
      url: html_url,
      clientId: client_id ?? '',
      clientSecret: client_secret ?? '',
      privateKey: pem ?? '',
      webhookSecret: webhook_secret ?? null,
    }
  }

  async check(app: GitHubApp): Promise<void> {
    await this.#calls.asApp(app, octokit => octokit.request('GET /app'))
  }

  async setWebhook(app: GitHubApp, url: string, secret: string): Promise<void> {
    // As data: a parameter of the name `url` would be taken for where the request goes.
    const config = { url, secret, content_type: 'json', insecure_ssl: '0' } as const
    await this.#calls.asApp(app, octokit => octokit.request('PATCH /app/hook/config', { data: config }))
  }

  async installations(app: GitHubApp) {
    const all = await this.#calls.asApp(app, octokit => octokit.paginate('GET /app/installations', page))
    return all.map(showInstallation)
  }

  async repositories(app: GitHubApp, installation: number): Promise<GitHubRepository[]> {
    const token = await this.#token(app, installation, { permissions: { metadata: 'read' } })
    const all = await this.#calls.withToken(app, token.token, octokit =>
      octokit.paginate('GET /installation/repositories', page),
    )
    return (all as RawRepository[]).map(showRepository)
  }

  async branches(app: GitHubApp, fullName: string): Promise<string[]> {
    const { token, repository } = await this.find(app, fullName)
    const where = { ...split(repository.fullName), ...page }
    const all = await this.#calls.withToken(app, token, octokit =>
      octokit.paginate('GET /repos/{owner}/{repo}/branches', where),
    )
    return all.map(one => one.name)
  }

  async find(app: GitHubApp, fullName: string): Promise<GitHubAccess> {
    const installation = await this.#installationOf(app, fullName)
    // A former name leads to the installation, but a token is narrowed by the one that it has now only.
    const narrowed = { repositories: [split(fullName).repo], permissions: { contents: 'read' } } as const
    const direct = await this.#token(app, installation, narrowed).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
    if (direct) return accessOf(installation, direct)
    return this.#narrow(app, installation, await this.#idOf(app, installation, fullName))
  }

  async access(app: GitHubApp, { installation, repository, fullName }: GitHubPlace): Promise<GitHubAccess> {
    try {
      return await this.#narrow(app, installation, repository)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
    // It went elsewhere, or the App was installed anew.
    const now = await this.#installationOf(app, fullName)
    return this.#narrow(app, now, repository).catch((error: unknown) => {
      throw isMissing(error) ? notInstalled(fullName) : error
    })
  }

  async createDeployment(app: GitHubApp, place: GitHubPlace, wish: GitHubDeploymentWish): Promise<number> {
    const { commit, environment, production, description } = wish
    const { data } = await this.#write(app, place, { deployments: 'write' }, (octokit, where) =>
      octokit.request('POST /repos/{owner}/{repo}/deployments', {
        ...where,
        ref: commit,
        environment,
        production_environment: production,
        description: short(description),
        // It is deployed already: neither merged first, nor kept waiting for other checks.
        auto_merge: false,
        required_contexts: [],
      }),
    )
    if (!('id' in data)) throw new TrellisError('github_refused', `GitHub took no deployment: ${data.message ?? ''}`)
    return Number(data.id)
  }

  async setDeploymentState(
    app: GitHubApp,
    place: GitHubPlace,
    deployment: number,
    { state, description, environmentUrl, logUrl }: GitHubDeploymentState,
  ): Promise<void> {
    await this.#write(app, place, { deployments: 'write' }, (octokit, where) =>
      octokit.request('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
        ...where,
        deployment_id: deployment,
        state,
        description: short(description),
        ...(environmentUrl ? { environment_url: environmentUrl } : {}),
        ...(logUrl ? { log_url: logUrl } : {}),
      }),
    )
  }

  async setCommitStatus(app: GitHubApp, place: GitHubPlace, status: GitHubCommitStatus): Promise<void> {
    const { commit, context, state, description, url } = status
    await this.#write(app, place, { statuses: 'write' }, (octokit, where) =>
      octokit.request('POST /repos/{owner}/{repo}/statuses/{sha}', {
        ...where,
        sha: commit,
        context,
        state,
        description: short(description),
        ...(url ? { target_url: url } : {}),
      }),
    )
  }

  async isSigned(secrets: readonly string[], body: string, signature: string): Promise<boolean> {
    const [first, ...others] = secrets
    if (!first || !/^sha256=[0-9a-f]{64}$/.test(signature) || body === '') return false
    return verifyWithFallback(first, body, signature, others)
  }

  async #write<T>(
    app: GitHubApp,
    { installation, repository }: GitHubPlace,
    permissions: Record<string, 'write'>,
    work: (octokit: Parameters<Parameters<Calls['withToken']>[2]>[0], where: Where) => Promise<T>,
  ): Promise<T> {
    const token = await this.#token(app, installation, { repository_ids: [repository], permissions })
    const { fullName } = accessOf(installation, token).repository
    return this.#calls.withToken(app, token.token, octokit => work(octokit, split(fullName)))
  }

  async #narrow(app: GitHubApp, installation: number, repository: number): Promise<GitHubAccess> {
    const narrowed = { repository_ids: [repository], permissions: { contents: 'read' } } as const
    return accessOf(installation, await this.#token(app, installation, narrowed))
  }

  async #token(app: GitHubApp, installation: number, wish: TokenWish) {
    const { data } = await this.#calls.asApp(app, octokit =>
      octokit.request('POST /app/installations/{installation_id}/access_tokens', {
        installation_id: installation,
        ...wish,
      } as { installation_id: number }),
    )
    return data
  }

  async #idOf(app: GitHubApp, installation: number, fullName: string): Promise<number> {
    const { token } = await this.#token(app, installation, { permissions: { metadata: 'read' } })
    try {
      const { data } = await this.#calls.withToken(app, token, octokit =>
        octokit.request('GET /repos/{owner}/{repo}', split(fullName)),
      )
      return Number(data.id)
    } catch (error) {
      throw isMissing(error) ? notInstalled(fullName) : error
    }
  }

  async #installationOf(app: GitHubApp, fullName: string): Promise<number> {
    try {
      const { data } = await this.#calls.asApp(app, octokit =>
        octokit.request('GET /repos/{owner}/{repo}/installation', split(fullName)),
      )
      return Number(data.id)
    } catch (error) {
      throw isMissing(error) ? notInstalled(fullName) : error
    }
  }
}

interface TokenWish {
  repositories?: readonly string[]
  repository_ids?: readonly number[]
  permissions: Readonly<Record<string, 'read' | 'write'>>
}

type Where = ReturnType<typeof split>

function split(fullName: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = fullName.split('/')
  return { owner, repo }
}

function accessOf(
  installation: number,
  { token, expires_at, repositories }: { token: string; expires_at: string; repositories?: unknown[] },
): GitHubAccess {
  const [only] = (repositories ?? []) as RawRepository[]
  if (!only) throw new TrellisError('github_refused', 'GitHub gave a token that names no repository.')
  return { installation, token, expiresAt: Date.parse(expires_at), repository: showRepository(only) }
}

/** GitHub says so of an installation or a repository that is not there, or that the App may not know of. */
const isMissing = (error: unknown): boolean => [404, 422].includes(statusOf(error) ?? 0)

const notInstalled = (fullName: string): TrellisError =>
  new TrellisError(
    'github_not_installed',
    `The GitHub App may not read ${fullName}: it is not installed there, or the repository is gone.`,
    'Give it the repository on the page of its installation, which `trellis github status` names.',
  )

const short = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text)
