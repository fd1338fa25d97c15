import type { GitHubInstallation, GitHubRepository } from '../../contract/github.ts'

/** An App, as it speaks for itself. */
export interface GitHubApp {
  webUrl: string
  appId: number
  privateKey: string
}

/** An App that was just made, with all its secrets. */
export interface NewGitHubApp {
  appId: number
  slug: string
  name: string
  owner: string
  /** Its page. */
  url: string
  clientId: string
  clientSecret: string
  privateKey: string
  webhookSecret: string | null
}

/** A repository that the App may read. */
export interface GitHubAccess {
  installation: number
  repository: GitHubRepository
  /** Reads this repository, and nothing else. */
  token: string
  expiresAt: number
}

export interface GitHubPlace {
  installation: number
  repository: number
  fullName: string
}

export interface GitHubDeploymentWish {
  commit: string
  environment: string
  production: boolean
  description: string
}

export interface GitHubDeploymentState {
  state: 'queued' | 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'
  description: string
  /** Null: there is none to be shown. */
  environmentUrl: string | null
  logUrl: string | null
}

export interface GitHubCommitStatus {
  commit: string
  context: string
  state: 'pending' | 'success' | 'failure' | 'error'
  description: string
  url: string | null
}

/**
 * What Trellis asks of GitHub. Every method asks anew, and throws TrellisError
 * - github_unavailable: GitHub is down, slow, or wants to be left alone until `retryAt`. As long as that lasts nothing is asked.
 * - github_refused: GitHub does not accept the App or what it asks.
 * - github_not_installed, github_suspended: the App may not read the repository, or does not have it any more.
 */
export interface GitHub {
  /** Exchanges the code that GitHub gave for a manifest, once. */
  redeem(webUrl: string, code: string): Promise<NewGitHubApp>
  /** Whether the key is the App's. @throws as above */
  check(app: GitHubApp): Promise<void>
  setWebhook(app: GitHubApp, url: string, secret: string): Promise<void>
  /** All of them. */
  installations(app: GitHubApp): Promise<GitHubInstallation[]>
  /** All that an installation may read. */
  repositories(app: GitHubApp, installation: number): Promise<GitHubRepository[]>
  /** The names of all branches. */
  branches(app: GitHubApp, fullName: string): Promise<string[]>
  /** A token for one repository, by its name, which may be one that it had before. */
  find(app: GitHubApp, fullName: string): Promise<GitHubAccess>
  /** A token for one repository, by its id: whatever it is called by now. */
  access(app: GitHubApp, place: GitHubPlace): Promise<GitHubAccess>
  /** @returns its id */
  createDeployment(app: GitHubApp, place: GitHubPlace, wish: GitHubDeploymentWish): Promise<number>
  setDeploymentState(
    app: GitHubApp,
    place: GitHubPlace,
    deployment: number,
    state: GitHubDeploymentState,
  ): Promise<void>
  setCommitStatus(app: GitHubApp, place: GitHubPlace, status: GitHubCommitStatus): Promise<void>
  /** Whether a body was signed with one of these secrets, in constant time. @param signature header X-Hub-Signature-256 */
  isSigned(secrets: readonly string[], body: string, signature: string): Promise<boolean>
}
