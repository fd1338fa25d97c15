import type { GitHubInstallation, GitHubRepository } from '../../contract/github.ts'

/** What Trellis reads of a repository, in whichever of GitHub's forms it comes. */
export interface RawRepository {
  id: number | bigint
  full_name: string
  clone_url: string
  private: boolean
  archived: boolean
  default_branch: string
}

export const showRepository = (raw: RawRepository): GitHubRepository => ({
  id: Number(raw.id),
  fullName: raw.full_name,
  url: raw.clone_url,
  private: raw.private,
  archived: raw.archived,
  defaultBranch: raw.default_branch,
})

interface RawInstallation {
  id: number | bigint
  account: { login: string } | { slug: string } | null
  repository_selection: string
  html_url: string
  suspended_at: string | null
}

export const showInstallation = (raw: RawInstallation): GitHubInstallation => ({
  id: Number(raw.id),
  account: raw.account ? ('login' in raw.account ? raw.account.login : raw.account.slug) : '',
  repositories: raw.repository_selection === 'all' ? 'all' : 'selected',
  suspended: raw.suspended_at !== null,
  url: raw.html_url,
})
