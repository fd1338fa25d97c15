import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gitEnvironment } from '../environment.ts'

/** For tests: a real repository in a temporary folder, removed at the end of the scope that holds it with `using`. */
export class ScratchRepository {
  readonly root = mkdtempSync(join(tmpdir(), 'trellis-git-'))
  readonly path = join(this.root, 'repository')
  #second = 1_700_000_000

  constructor(...options: string[]) {
    this.#run(['init', '--quiet', '--initial-branch=main', ...options, this.path])
  }

  /** A folder for mirrors. */
  get mirrors(): string {
    return join(this.root, 'mirrors')
  }

  git(...args: string[]): string {
    return this.#run(['-C', this.path, ...args]).trim()
  }

  /** Commits on the branch that is checked out, each one a minute later. @returns the commit's id */
  commit(title: string): string {
    this.#second += 60
    this.git('commit', '--quiet', '--allow-empty', '--message', title)
    return this.git('rev-parse', 'HEAD')
  }

  /** Into the working tree; it goes into the next commit. */
  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true })
    writeFileSync(join(this.path, path), content)
    this.git('add', '--all')
  }

  /** All that it has, by name; empty when nothing was committed yet. */
  refs(): string {
    return this.git('for-each-ref')
  }

  /** Puts a commit together from bytes that git itself would not write. */
  rawCommit(bytes: Buffer): string {
    return this.#run(['-C', this.path, 'hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], bytes).trim()
  }

  #run(args: string[], input?: Buffer): string {
    const date = `${this.#second} +0200`
    return execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      encoding: 'utf8',
      stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      env: { ...gitEnvironment().env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      ...(input && { input }),
    })
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 })
  }
}
