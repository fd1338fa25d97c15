import type { GitCommit } from '../../../src/contract/app.ts'
import { TrellisError } from '../../../src/core/errors.ts'
import type { SourceHost } from '../../../src/core/ports/source-host.ts'

export const repository = 'https://git.example/shop.git'

/** A commit's id from its short name: `a` is aaaa…, `12` is 1212…. Names are hexadecimal. */
export const commitOf = (name: string): string => name.repeat(40).slice(0, 40)

/** A repository whose branches a test moves. */
export class FakeSource implements SourceHost {
  readonly #branches = new Map<string, string[]>()
  readonly #known = new Set<string>()
  #pushes = 0
  reachable = true

  /** Puts a commit onto a branch, a new one unless it is named. @returns its id. */
  push(branch: string, commit = commitOf((0x1000 + this.#pushes++).toString(16))): string {
    this.#branches.set(branch, [...(this.#branches.get(branch) ?? []), commit])
    this.#known.add(commit)
    return commit
  }

  /** Moves a branch back by some commits, as a forced push does. */
  forceBack(branch: string, by: number): void {
    const commits = this.#branches.get(branch)
    if (commits && commits.length > by) this.#branches.set(branch, commits.slice(0, commits.length - by))
  }

  head(branch: string): string | undefined {
    return this.#branches.get(branch)?.at(-1)
  }

  async branches() {
    this.#answer()
    const heads = new Map([...this.#branches].map(([name, commits]) => [name, commits.at(-1) ?? '']))
    return { heads, defaultBranch: heads.size > 0 ? 'main' : null }
  }

  async commit(_repository: string, name: string) {
    this.#answer()
    const [commit, ...others] = [...this.#known].filter(one => one.startsWith(name))
    if (!commit) throw new TrellisError('commit_not_found', `There is no commit ${name}.`, 'Push it first.')
    if (others.length > 0) throw new TrellisError('invalid_commit', `${name} is ambiguous.`, 'Give more of it.')
    const found = describe(commit)
    return { ...found, message: this.messages.get(commit) ?? found.title }
  }

  /** What commits say and change, where a test says so; else everything changes. */
  readonly messages = new Map<string, string>()
  readonly changes = new Map<string, string[]>()

  async changedPaths(_repository: string, base: string, head: string) {
    await this.commit(_repository, base)
    await this.commit(_repository, head)
    return this.changes.get(head) ?? ['app/index.js']
  }

  async commits(_repository: string, branch: string, limit: number) {
    this.#answer()
    const commits = this.#branches.get(branch)
    if (!commits) throw new TrellisError('branch_not_found', `There is no branch ${branch}.`)
    return commits.toReversed().slice(0, limit).map(describe)
  }

  async compare(_repository: string, base: string, head: string): Promise<{ commits: GitCommit[]; behind: number }> {
    this.#answer()
    const [below, above] = [await this.#upTo(base), await this.#upTo(head)]
    const commits = above.filter(one => !below.includes(one)).map(describe)
    return { commits, behind: below.filter(one => !above.includes(one)).length }
  }

  /** A commit with all before it, oldest first. */
  async #upTo(commit: string): Promise<string[]> {
    await this.commit(repository, commit)
    for (const all of this.#branches.values()) {
      if (all.includes(commit)) return all.slice(0, all.indexOf(commit) + 1)
    }
    return [commit]
  }

  #answer(): void {
    if (!this.reachable) throw new TrellisError('repository_unreachable', 'The repository does not answer.')
  }
}

const describe = (commit: string): GitCommit => ({
  commit,
  title: `Change ${commit.slice(0, 4)}`,
  author: 'Ada',
  at: '2025-01-01T00:00:00.000Z',
})
