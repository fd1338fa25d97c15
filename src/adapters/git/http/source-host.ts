import { expandOid, log, type ReadCommitResult, TREE, walk } from 'isomorphic-git'
import type { GitCommit } from '../../../contract/app.ts'
import { Commit, CommitName } from '../../../contract/names.ts'
import { TrellisError } from '../../../core/errors.ts'
import type { SourceHost } from '../../../core/ports/source-host.ts'
import { branchNotFound, commitNotFound, invalidCommit } from '../not-found.ts'
import { cleanCommit, cleanMessage } from '../read-log.ts'
import { checkRepositoryUrl } from '../repository-url.ts'
import { checkHttps } from './by-https.ts'
import { type HttpRepositories, HttpRepository } from './repository.ts'

/** Of a function, which has neither credential helpers nor keys. */
const wayIn = {
  kinds: 'Use an https URL.',
  secret: 'Use the URL without it; for a private repository, connect Trellis to GitHub (`trellis github connect`).',
}

/** How far two commits are compared: what is told of more is told of these. */
const compared = 500

/** Remotes by https, where there is no git program: in a Lambda. */
export class HttpSourceHost implements SourceHost {
  readonly #options: HttpRepositories

  constructor(options: HttpRepositories) {
    this.#options = options
  }

  /** @throws TrellisError invalid_repository: it is not reached by https. */
  repository(url: string): HttpRepository {
    checkRepositoryUrl(url, wayIn)
    checkHttps(url)
    return new HttpRepository(url, this.#options)
  }

  async branches(repository: string) {
    return this.repository(repository).branches()
  }

  async commit(repository: string, name: string): Promise<GitCommit & { message: string }> {
    if (!CommitName.safeParse(name).success) throw invalidCommit(name)
    const from = this.repository(repository)
    const found = await from.commit(name.length === 40 ? name : await this.#expanded(from, name))
    if (!found) throw commitNotFound(name, repository)
    return { ...shown(found), message: cleanMessage(found.commit.message) }
  }

  async commits(repository: string, branch: string, limit: number): Promise<GitCommit[]> {
    const from = this.repository(repository)
    const { heads } = await from.branches()
    const head = heads.get(branch)
    if (head === undefined) throw branchNotFound(repository, branch, heads)
    return (await this.#history(from, head, Math.max(0, Math.trunc(limit)))).map(shown)
  }

  async changedPaths(repository: string, base: string, head: string): Promise<string[]> {
    const from = this.repository(repository)
    await this.#both(from, base, head)
    const paths = await walk({
      ...from.here,
      trees: [TREE({ ref: base }), TREE({ ref: head })],
      map: async (path, [before, after]) => {
        const [a, b] = await Promise.all([before?.oid(), after?.oid()])
        // A folder that is the same holds nothing that differs: null keeps the walk out of it.
        if (a === b) return path === '.' ? undefined : null
        const kinds = await Promise.all([before?.type(), after?.type()])
        return kinds.includes('blob') || kinds.includes('commit') ? path : undefined
      },
    })
    return (paths as string[]).flat(Number.POSITIVE_INFINITY).sort()
  }

  async compare(repository: string, base: string, head: string) {
    const from = this.repository(repository)
    await this.#both(from, base, head)
    const [left, right] = [await this.#history(from, base, compared), await this.#history(from, head, compared)]
    const inBase = new Set(left.map(one => one.oid))
    const inHead = new Set(right.map(one => one.oid))
    const commits = right.filter(one => !inBase.has(one.oid)).map(shown)
    return { commits: commits.reverse(), behind: left.filter(one => !inHead.has(one.oid)).length }
  }

  async #both(from: HttpRepository, base: string, head: string): Promise<void> {
    for (const commit of [base, head]) {
      if (!Commit.safeParse(commit).success) throw invalidCommit(commit)
      if (!(await from.commit(commit))) throw commitNotFound(commit, from.url)
    }
  }

  /** Newest first. */
  async #history(from: HttpRepository, head: string, depth: number): Promise<ReadCommitResult[]> {
    if (depth === 0) return []
    if (!(await from.commit(head, depth === 1 ? 2 : depth))) throw commitNotFound(head, from.url)
    return log({ ...from.here, ref: head, depth })
  }

  /** The commit whose id begins with these digits, among those that the branches lead to. */
  async #expanded(from: HttpRepository, digits: string): Promise<string> {
    const { heads } = await from.branches()
    for (const head of new Set(heads.values())) await from.commit(head, compared)
    try {
      return await expandOid({ ...from.here, oid: digits })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'AmbiguousError')) {
        throw commitNotFound(digits, from.url)
      }
      throw new TrellisError('invalid_commit', `Several objects begin with ${digits}.`, 'Give more digits.')
    }
  }
}

const shown = ({ oid, commit }: ReadCommitResult): GitCommit =>
  cleanCommit({
    commit: oid,
    seconds: commit.committer.timestamp,
    author: commit.author.name,
    title: commit.message.split('\n')[0] ?? '',
  })
