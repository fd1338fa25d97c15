import type { GitCommit } from '../../contract/app.ts'
import { type ErrorCode, TrellisError } from '../../core/errors.ts'
import { type CredentialFor, runAuthorized } from './authorized.ts'
import type { GitEnvironment } from './environment.ts'
import { explainFailure, lastWords, shownAddress, timedOut } from './failure.ts'
import { makeMirror, removeMirror } from './mirror-folder.ts'
import { commitFormat, logFormat, readCommit, readLog } from './read-log.ts'
import { type GitCall, type GitResult, runGit } from './run-git.ts'

/** The mirror does not do what a sound one would. `verdict` is what to report if a new one does not, either. */
export class DamagedMirror extends Error {
  readonly verdict: TrellisError

  constructor(verdict: TrellisError) {
    super(verdict.message)
    this.verdict = verdict
  }
}

/** What is left out, from the least to fetch; a server that knows no filters at all just sends everything. */
const filters = ['--filter=tree:0', '--filter=blob:none', '--no-filter']
/** For a repository of this machine, whose own configuration seldom allows filters. */
const localUploadPack = '--upload-pack=git -c uploadpack.allowFilter=true upload-pack'
/** What git says when the server has no such commit, or gives only those that a branch leads to. */
const notGiven =
  /not our ref|unadvertised object|couldn't find remote ref|want \S+ not valid|unable to find [0-9a-f]{40} under/i
/** A mailmap would be looked for among the files of the branch that HEAD names, once it is here. */
const log = ['log', '--no-mailmap']
/** No object is ever fetched one by one. Older ones ignore it, and ask a remote that leads nowhere (mirror-folder.ts). */
const env = { GIT_NO_LAZY_FETCH: '1' }

export interface MirrorOptions {
  path: string
  repository: string
  git: GitEnvironment
  timeoutMs: number
  credentialFor: CredentialFor
}

/**
 * The commits of one repository, without their files, in a bare repository of Trellis's own. Only a commit that is
 * missing is fetched, together with its history. Calls must not overlap. All throw DamagedMirror.
 */
export class Mirror {
  readonly #options: MirrorOptions

  constructor(options: MirrorOptions) {
    this.#options = options
  }

  /** Idempotent; to be called first. @throws TrellisError disk_full, home_unusable */
  async make(): Promise<void> {
    await makeMirror(this.#options.path)
  }

  async remove(): Promise<void> {
    await removeMirror(this.#options.path)
  }

  /** @throws TrellisError commit_not_found, and what a remote can say */
  async ensure(commit: string): Promise<void> {
    if ((await this.#typeOf(commit)) === null) {
      // One of at most 256 refs: enough for the next fetch to tell the server what is here already.
      const given = await this.#fetch(`+${commit}:refs/trellis/${commit.slice(0, 2)}`)
      if (!given) await this.#fetch('+refs/heads/*:refs/heads/*', '--prune')
      else if ((await this.#typeOf(commit)) === null)
        throw this.#damaged('internal', 'a commit that was fetched is missing')
    }
    if ((await this.#typeOf(commit)) !== 'commit') {
      throw new TrellisError(
        'commit_not_found',
        `There is no commit ${commit} in ${shownAddress(this.#options.repository)}.`,
        'Push it first, to any branch.',
      )
    }
  }

  /** The one commit whose id begins so, among those that the branches lead to by now. @throws TrellisError commit_not_found, invalid_commit */
  async resolve(prefix: string): Promise<string> {
    await this.#fetch('+refs/heads/*:refs/heads/*', '--prune')
    // git's own way to look for it wants files as well, which are not here.
    const commits = (await this.#ask(['rev-list', '--all'])).split('\n').filter(id => id.startsWith(prefix))
    const [only, ...others] = commits
    const repository = shownAddress(this.#options.repository)
    if (only && others.length === 0) return only
    throw only
      ? new TrellisError(
          'invalid_commit',
          `${prefix} is the beginning of ${commits.length} commits of ${repository}.`,
          `Give more of it: ${commits.map(one => one.slice(0, 12)).join(', ')}.`,
        )
      : new TrellisError(
          'commit_not_found',
          `No commit of ${repository} begins with ${prefix}.`,
          'Push it first, to any branch.',
        )
  }

  async log(...args: string[]): Promise<GitCommit[]> {
    return readLog(await this.#ask([...log, ...logFormat, ...args, '--']))
  }

  /** Null: git shows nothing. */
  async show(commit: string): Promise<(GitCommit & { message: string }) | null> {
    return readCommit(await this.#ask([...log, ...commitFormat, '--no-walk', commit, '--']))
  }

  async count(range: string): Promise<number> {
    return Number(await this.#ask(['rev-list', '--count', range, '--']))
  }

  /** @returns false when the server does not give it. */
  async #fetch(refspec: string, ...options: string[]): Promise<boolean> {
    const { repository } = this.#options
    // Shallow repositories, such as the checkout of another pipeline, are as good as any.
    options.push('--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--update-shallow')
    if (/^(\/|file:)/.test(repository)) options.push(localUploadPack)
    let said = ''
    for (const filter of filters) {
      const args = ['fetch', ...options, filter, '--', repository, refspec]
      const { code, stderr } = await this.#run({ args }, 'remote')
      if (code === 0) return true
      if (notGiven.test(stderr)) return false
      said = stderr
      if (!/filter.*not (supported|allowed)/i.test(stderr)) break
    }
    throw explainFailure(said, repository) ?? this.#damaged('repository_unreachable', lastWords(said))
  }

  async #typeOf(object: string): Promise<string | null> {
    const [, type] = (await this.#ask(['cat-file', '--batch-check'], `${object}\n`)).trim().split(' ')
    return type === undefined || type === 'missing' ? null : type
  }

  async #ask(args: string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await this.#run({ args, input })
    if (code !== 0) throw this.#damaged('internal', lastWords(stderr))
    return stdout
  }

  async #run(call: Pick<GitCall, 'args' | 'input'>, where: 'here' | 'remote' = 'here'): Promise<GitResult> {
    const { path, repository, git, timeoutMs, credentialFor } = this.#options
    const whole = { ...call, env, args: [`--git-dir=${path}`, ...call.args], timeoutMs }
    const result =
      where === 'here' ? await runGit(git, whole) : await runAuthorized(git, whole, { repository, credentialFor })
    if (result.timedOut) throw timedOut(repository, timeoutMs)
    return result
  }

  #damaged(code: ErrorCode, why: string): DamagedMirror {
    const repository = shownAddress(this.#options.repository)
    return new DamagedMirror(new TrellisError(code, `git could not read ${repository}: ${why || 'it says nothing'}`))
  }
}
