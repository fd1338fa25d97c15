import { execFile } from 'node:child_process'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const settings = [
  ['user.name', 'Mia'],
  ['user.email', 'mia@example.org'],
  ['commit.gpgsign', 'false'],
] as const

/** A git repository as a team would have it, made from an example. */
export class DemoRepository {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  static async create(path: string, example: string): Promise<DemoRepository> {
    const repository = new DemoRepository(path)
    const wanted = (source: string) => !['node_modules', 'cdk.out', '.git'].includes(basename(source))
    await cp(example, path, { recursive: true, filter: wanted })
    // The published package has none: npm leaves the file out.
    await writeFile(join(path, '.gitignore'), 'node_modules/\ncdk.out/\n')
    await repository.#git('init', '--quiet', '--initial-branch=main')
    // Its own, so that whoever plays with it can commit at once.
    for (const [name, value] of settings) await repository.#git('config', name, value)
    await repository.commit('Say hello')
    return repository
  }

  /** @returns the new commit's id */
  async commit(message: string): Promise<string> {
    await this.#git('add', '--all')
    await this.#git('commit', '--quiet', '--message', message)
    return (await this.#git('rev-parse', 'HEAD')).trim()
  }

  /** Takes the last commit back, as people do, by another one. */
  async revert(): Promise<string> {
    await this.#git('revert', '--no-edit', 'HEAD')
    return (await this.#git('rev-parse', 'HEAD')).trim()
  }

  /** @throws Error when the file does not hold `from` */
  async replace(file: string, from: string, to: string): Promise<void> {
    const path = join(this.path, file)
    const text = await readFile(path, 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
    await writeFile(path, text.replace(from, to))
  }

  async #git(...args: string[]): Promise<string> {
    const { stdout } = await run('git', args, { cwd: this.path })
    return stdout
  }
}
