import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { GitCommit } from '../../contract/app.ts'
import { Commit, CommitName } from '../../contract/names.ts'
import { TrellisError } from '../../core/errors.ts'
import type { SourceHost } from '../../core/ports/source-host.ts'
import { type CredentialFor, runAuthorized } from './authorized.ts'
import { changedPaths, type RunGit } from './changed-paths.ts'
import { type GitEnvironment, gitEnvironment } from './environment.ts'
import { explainFailure, lastWords, shownAddress, timedOut } from './failure.ts'
import { DamagedMirror, Mirror } from './mirror.ts'
import { branchNotFound, invalidCommit } from './not-found.ts'
import { type Branches, readRefs } from './read-refs.ts'
import { checkRepositoryUrl } from './repository-url.ts'
import { runGit } from './run-git.ts'

export interface GitSourceHostOptions {
  /** Where the mirrors lie. Nobody else writes there; it may be removed while Trellis is down. */
  folder: string
  /** How long a remote may take to name its branches; fetching a history may take ten times as long. */
  timeoutMs?: number
  /** The environment that git inherits, apart from what would mislead it. Default: this process's own. */
  environment?: NodeJS.ProcessEnv
  /** What opens remotes, where the machine's own way in is not to be taken. */
  credentialFor?: CredentialFor
}

/** Any git remote, by the system's git. Branches are always asked for; commits never change and are kept. */
export class GitSourceHost implements SourceHost {
  readonly #folder: string
  readonly #timeoutMs: number
  readonly #git: GitEnvironment
  readonly #credentialFor: CredentialFor
  #looks = 0
  /** The last call of each mirror, so that the next one waits for it. */
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor({ folder, timeoutMs = 30_000, environment, credentialFor = async () => null }: GitSourceHostOptions) {
    this.#folder = resolve(folder)
    this.#timeoutMs = timeoutMs
    this.#git = gitEnvironment(environment)
    this.#credentialFor = credentialFor
  }

  async branches(repository: string): Promise<Branches> {
    checkRepositoryUrl(repository)
    const args = ['ls-remote', '--symref', '--', repository, 'HEAD', 'refs/heads/*']
    const { code, stdout, stderr, ...result } = await runAuthorized(
      this.#git,
      { args, timeoutMs: this.#timeoutMs },
      { repository, credentialFor: this.#credentialFor },
    )
    if (result.timedOut) throw timedOut(repository, this.#timeoutMs)
    if (code === 0) return readRefs(stdout, repository)
    const shown = shownAddress(repository)
    const why = lastWords(stderr) || 'git says nothing'
    throw (
      explainFailure(stderr, repository) ??
      new TrellisError('repository_unreachable', `${shown} could not be read: ${why}`)
    )
  }

  async commit(repository: string, name: string): Promise<GitCommit & { message: string }> {
    if (!CommitName.safeParse(name).success) throw invalidCommit(name)
    return this.#withMirror(repository, async mirror => {
      const commit = name.length === 40 ? name : await mirror.resolve(name)
      await mirror.ensure(commit)
      const found = await mirror.show(commit)
      if (found === null) throw new DamagedMirror(new TrellisError('internal', `git does not show commit ${commit}.`))
      return found
    })
  }

  async changedPaths(repository: string, base: string, head: string): Promise<string[]> {
    checkRepositoryUrl(repository)
    checkCommit(base)
    checkCommit(head)
    this.#looks += 1
    const timeoutMs = this.#timeoutMs * 10
    const credentialFor = this.#credentialFor
    const local: RunGit = call => runGit(this.#git, { ...call, timeoutMs })
    const remote: RunGit = call => runAuthorized(this.#git, { ...call, timeoutMs }, { repository, credentialFor })
    const folder = join(this.#folder, `look-${process.pid}-${this.#looks}`)
    return changedPaths(folder, { repository, base, head }, { local, remote })
  }

  async commits(repository: string, branch: string, limit: number): Promise<GitCommit[]> {
    const { heads } = await this.branches(repository)
    const head = heads.get(branch)
    if (head === undefined) throw branchNotFound(repository, branch, heads)
    return this.#withMirror(repository, async mirror => {
      await mirror.ensure(head)
      return mirror.log(`--max-count=${Math.max(0, Math.trunc(limit))}`, head)
    })
  }

  async compare(repository: string, base: string, head: string): Promise<{ commits: GitCommit[]; behind: number }> {
    checkCommit(base)
    checkCommit(head)
    return this.#withMirror(repository, async mirror => {
      await mirror.ensure(base)
      await mirror.ensure(head)
      // By ancestry, not by date: clocks of authors differ.
      const commits = await mirror.log('--topo-order', '--reverse', `${base}..${head}`)
      return { commits, behind: await mirror.count(`${head}..${base}`) }
    })
  }

  /** One at a time for each repository. A damaged mirror, as a kill or a full disk can leave it, is made anew once. */
  async #withMirror<T>(repository: string, work: (mirror: Mirror) => Promise<T>): Promise<T> {
    checkRepositoryUrl(repository)
    const name = createHash('sha256').update(repository).digest('hex').slice(0, 40)
    const path = join(this.#folder, name)
    const mirror = new Mirror({
      path,
      repository,
      git: this.#git,
      timeoutMs: this.#timeoutMs * 10,
      credentialFor: this.#credentialFor,
    })
    return this.#inTurn(name, async () => {
      try {
        await mirror.make()
        return await work(mirror)
      } catch (error) {
        if (!(error instanceof DamagedMirror)) throw error
      }
      await mirror.remove()
      await mirror.make()
      return work(mirror).catch((error: unknown) => {
        throw error instanceof DamagedMirror ? error.verdict : error
      })
    })
  }

  async #inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.#turns.get(name) ?? Promise.resolve()).then(work)
    const over = mine.then(
      () => {},
      () => {},
    )
    this.#turns.set(name, over)
    try {
      return await mine
    } finally {
      if (this.#turns.get(name) === over) this.#turns.delete(name)
    }
  }
}

function checkCommit(commit: string): void {
  if (!Commit.safeParse(commit).success) throw invalidCommit(commit)
}
