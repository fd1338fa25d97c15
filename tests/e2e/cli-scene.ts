import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentForTests } from '../support/emulator.ts'

const bin = fileURLToPath(new URL('../../bin/trellis.js', import.meta.url))

export interface Ran {
  code: number | null
  out: string
  err: string
  json<T = Record<string, unknown>>(): T
}

/** The `trellis` program as people run it: a process of its own, in a home and beside a repository of its own. */
export class CliScene {
  readonly folder = mkdtempSync(join(tmpdir(), 'trellis-cli-'))
  readonly home = join(this.folder, 'home')
  readonly repo = join(this.folder, 'repo')
  #server: ChildProcess | null = null

  constructor() {
    mkdirSync(this.repo)
    this.git('init', '-q', '-b', 'main')
  }

  git(...args: string[]): string {
    const who = ['-c', 'user.name=Mia', '-c', 'user.email=mia@example.com']
    return execFileSync('git', ['-C', this.repo, ...who, ...args], { encoding: 'utf8' }).trim()
  }

  commit(files: Record<string, string>, title: string): string {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.repo, name), content)
    this.git('add', '-A')
    this.git('commit', '-qm', title, '--allow-empty')
    return this.git('rev-parse', 'HEAD')
  }

  /** Runs `trellis` in the repository. `onOutput` sees what came so far, and may send signals. */
  run(
    words: readonly string[],
    how: { stdin?: string; onOutput?(out: string, child: ChildProcess): void } = {},
  ): Promise<Ran> {
    const child = this.#spawn(words)
    let [out, err] = ['', '']
    child.stdout?.setEncoding('utf8').on('data', text => {
      out += text
      how.onOutput?.(out, child)
    })
    child.stderr?.setEncoding('utf8').on('data', text => {
      err += text
    })
    child.stdin?.end(how.stdin ?? '')
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', code => resolve({ code, out, err, json: () => JSON.parse(out) }))
    })
  }

  /** `trellis up` on a free port. @returns what it printed */
  async up(port = '0'): Promise<{ url: string; home: string; isolation: string }> {
    const server = this.#spawn(['up', '--port', port, '--isolation', 'process', '--no-dashboard', '--json'])
    this.#server = server
    server.stdin?.end()
    let log = ''
    server.stderr?.setEncoding('utf8').on('data', text => {
      log += text
    })
    return await new Promise((resolve, reject) => {
      server.stdout?.setEncoding('utf8').on('data', text => resolve(JSON.parse(text)))
      server.on('exit', code => reject(new Error(`trellis up ended with ${code}: ${log}`)))
    })
  }

  /** Kills the server, and starts another one where it was. */
  async restart(): Promise<void> {
    const { url } = JSON.parse(readFileSync(join(this.home, 'server.json'), 'utf8')) as { url: string }
    const killed = this.#server
    this.#server = null
    killed?.removeAllListeners('exit').kill('SIGKILL')
    await new Promise(resolve => killed?.on('exit', resolve))
    await this.up(new URL(url).port)
  }

  /** @returns the exit code of the server */
  async down(): Promise<number | null> {
    const server = this.#server
    this.#server = null
    if (!server || server.exitCode !== null) return server?.exitCode ?? null
    server.kill('SIGTERM')
    return await new Promise(resolve => server.on('exit', resolve))
  }

  async close(): Promise<void> {
    await this.down()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  #spawn(words: readonly string[]): ChildProcess {
    const { TRELLIS_URL: _, TRELLIS_TOKEN: __, NO_COLOR: ___, FORCE_COLOR: ____, ...env } = environmentForTests()
    return spawn(process.execPath, [bin, ...words], { cwd: this.repo, env: { ...env, TRELLIS_HOME: this.home } })
  }
}
