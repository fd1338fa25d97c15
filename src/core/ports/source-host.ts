import type { GitCommit } from '../../contract/app.ts'

/** Where repositories live. `repository` is a git URL or path as the app names it. Nothing is ever asked interactively. */
export interface SourceHost {
  /**
   * All branches with their heads, and the default branch (null for an empty repository).
   * Exact names: `hotfix/main` is not `main`, and tags are no branches.
   * @throws TrellisError repository_unreachable, repository_wants_password, invalid_repository
   */
  branches(repository: string): Promise<{ heads: Map<string, string>; defaultBranch: string | null }>
  /**
   * A commit by its id, or by its first digits, at least 4, when no other commit of the branches begins with them; with its whole message.
   * @throws TrellisError commit_not_found, invalid_commit when there are several, and as above
   */
  commit(repository: string, commit: string): Promise<GitCommit & { message: string }>
  /** The newest commits of a branch, newest first. @throws TrellisError branch_not_found, and as above */
  commits(repository: string, branch: string, limit: number): Promise<GitCommit[]>
  /** The paths of all files that differ between two commits, in order. @throws TrellisError commit_not_found, and as above */
  changedPaths(repository: string, base: string, head: string): Promise<string[]>
  /** What `head` has and `base` lacks, oldest first, and how many `base` has that `head` lacks. @throws commit_not_found, and as above */
  compare(repository: string, base: string, head: string): Promise<{ commits: GitCommit[]; behind: number }>
}
