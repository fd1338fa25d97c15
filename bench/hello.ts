import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DemoRepository } from '../src/cli/demo/repository.ts'
import type { ScriptRun } from './baseline.ts'
import { deployByScript } from './baseline.ts'
import { account, type Place, scriptEnvironment } from './place.ts'
import { type Watched, watch } from './watched.ts'

export const app = 'hello'
/** Each deploys what it is told to and follows no branch, so that nothing but the benchmark asks for deployments. */
export const untested = 'development'
export const tested = 'staging'

const example = fileURLToPath(new URL('../examples/hello-cdk', import.meta.url))

/** The example application, deployed by Trellis and by the script. */
export class Hello {
  readonly #place: Place
  readonly #repository: DemoRepository
  readonly #env: Readonly<Record<string, string>>
  #version = 1

  private constructor(place: Place, repository: DemoRepository, env: Readonly<Record<string, string>>) {
    this.#place = place
    this.#repository = repository
    this.#env = env
  }

  /** Connects it to Trellis. */
  static async connect(place: Place): Promise<Hello> {
    const { client } = place.server
    const repository = await DemoRepository.create(join(place.folder, app), example)
    await client.call('createApp', { body: { name: app, repository: repository.path, account } })
    // The script's stack stands in the same account under the name that the app gives it.
    const set = (environment: string, tests: boolean) =>
      client.call('setEnvironment', {
        params: { app, environment },
        body: { branch: null, stackNames: 'prefix', tests },
      })
    await set(untested, false)
    await set(tested, true)
    const [first] = await client.call('listDeployments', { params: { app } })
    if (first) await client.follow(first, { signal: place.signal })
    return new Hello(place, repository, await scriptEnvironment(place))
  }

  /** A commit that changes what the Lambda answers; the lockfile stays as it is. */
  async commit(): Promise<string> {
    const file = join(this.#repository.path, 'lambda', 'greeting.js')
    const text = await readFile(file, 'utf8')
    const next = `v${++this.#version}`
    await writeFile(file, text.replace(/'v\d+'/, `'${next}'`))
    return this.#repository.commit(`Say hello for the ${this.#version}th time`)
  }

  deploy(environment: string, commit: string): Promise<Watched> {
    const { server, signal } = this.#place
    const ask = () => server.client.call('deploy', { params: { app, environment }, body: { commit } })
    return watch(server.client, ask, signal)
  }

  async rollBack(environment: string): Promise<Watched> {
    const { server, signal } = this.#place
    const ask = () => server.client.call('rollback', { params: { app, environment }, body: {} })
    const watched = await watch(server.client, ask, signal)
    if (!watched.deployment.fromArtifact) throw new Error('The rollback built anew: this measures nothing.')
    return watched
  }

  /** Clones the newest commit, which is the one that was made last. */
  script(): Promise<ScriptRun> {
    const { folder, signal } = this.#place
    return deployByScript({ repository: this.#repository.path, folder: join(folder, 'script'), env: this.#env, signal })
  }
}
