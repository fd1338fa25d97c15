import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A git repository that Trellis is to deploy from. */
export class Repository {
  readonly path: string

  constructor(path: string) {
    this.path = path
    mkdirSync(path, { recursive: true })
    this.git('init', '-q', '-b', 'main')
  }

  /** Commits on a branch, which is made where there is none; the branch checked out stays so. @returns the commit's id */
  commit(files: Record<string, string>, title: string, branch = 'main'): string {
    if (this.git('branch', '--show-current') !== branch) this.#switchTo(branch)
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true })
      writeFileSync(join(this.path, name), content)
    }
    this.git('add', '-A')
    this.git('commit', '-qm', title, '--allow-empty')
    return this.git('rev-parse', 'HEAD')
  }

  /** A file as it lies in the working tree. */
  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8')
  }

  head(branch = 'main'): string {
    return this.git('rev-parse', branch)
  }

  git(...args: string[]): string {
    const who = ['-c', 'user.name=Mia', '-c', 'user.email=mia@example.org', '-c', 'commit.gpgsign=false']
    const git = ['-C', this.path, ...who, ...args]
    return execFileSync('git', git, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  }

  #switchTo(branch: string): void {
    const known = this.git('branch', '--list', branch) !== ''
    this.git('checkout', '-q', ...(known ? [] : ['-b']), branch)
  }
}
