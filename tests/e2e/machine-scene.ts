import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { create } from 'tar'
import { gitServer, listening } from '../../src/adapters/git/testing/server.ts'
import type { JobSpec } from '../../src/contract/job.ts'
import { createContainer, removeContainer, startContainer, stateOf } from '../../src/platform/containers/containers.ts'
import { openEngine } from '../../src/platform/containers/engine.ts'
import { image, startEngine, type TestEngine } from '../support/containers/engine.ts'
import { RunnerApi } from './runner-api.ts'
import type { Scene } from './runner-scene.ts'
import type { RunnerStore } from './runner-store.ts'

type Git = Awaited<ReturnType<typeof listening>>

/** The command of every task, as the template has it. */
const command = readFileSync('infra/start-machine.mjs', 'utf8')

interface Given {
  /** Of the image; none: root, as in public ones. */
  user?: string
  env?: Record<string, string>
  store?: RunnerStore
}

/** Build machines as Fargate has them: a container that starts as root with what engines allow by default, and ends with its job. */
export class MachineScene {
  readonly #scene: Scene
  readonly #engine: TestEngine
  readonly #git: Git
  readonly #machines: string[] = []
  readonly #apis: RunnerApi[] = []
  readonly #server = createServer((request, response) => response.end(this.#served.get(request.url ?? '')))
  readonly #served = new Map<string, string | Buffer>()

  private constructor(scene: Scene, engine: TestEngine, git: Git) {
    this.#scene = scene
    this.#engine = engine
    this.#git = git
  }

  static async start(scene: Scene): Promise<MachineScene> {
    const machines = new MachineScene(scene, await startEngine(), await listening(gitServer(scene.folder)))
    await new Promise<void>(resolve => machines.#server.listen(0, '127.0.0.1', resolve))
    // In the place of the packed runner, which takes its time to be packed.
    const folder = mkdtempSync(join(scene.folder, 'packed-'))
    mkdirSync(join(folder, 'lib'))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    writeFileSync(join(folder, 'lib/runner.js'), `import ${JSON.stringify(resolve('src/runner/main.ts'))}`)
    await create({ file: join(scene.folder, 'runner.tgz'), cwd: folder, gzip: true }, ['.'])
    machines.#served.set('/runner', readFileSync(join(scene.folder, 'runner.tgz')))
    return machines
  }

  get #url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** A job whose repository is reached as those of others are. */
  job(commit: string, changes: Partial<JobSpec> = {}): JobSpec {
    const repository = { url: `http://127.0.0.1:${this.#git.port}/repo/.git`, path: '.', authorized: false }
    return this.#scene.job(commit, { repository, cache: { read: [], write: null, byUrl: true }, ...changes })
  }

  async run(job: JobSpec, { user = '', env = {}, store }: Given = {}): Promise<RunnerApi> {
    const api = new RunnerApi(job)
    if (store) api.store = store
    this.#apis.push(api)
    const order = `/FOUND-the-way-to-the-order/${this.#machines.length}`
    const url = await api.listen()
    const told = { url, deployment: job.deployment.id, token: api.token, runner: `${this.#url}/runner` }
    this.#served.set(order, JSON.stringify(told))
    const engine = openEngine(this.#engine.socket)
    const given = { ...env, TRELLIS_ORDER: `${this.#url}${order}` }
    const id = await createContainer(engine, {
      Image: image,
      Cmd: ['node', '--input-type=module', '-e', command],
      Env: Object.entries(given).map(([key, value]) => `${key}=${value}`),
      User: user,
      HostConfig: {
        NetworkMode: 'host',
        Mounts: [{ Type: 'bind', Source: resolve('.'), Target: resolve('.'), ReadOnly: true }],
      },
    })
    this.#machines.push(id)
    await startContainer(engine, id)
    return api
  }

  /** How the newest one ended. */
  async ended(): Promise<number> {
    for (;;) {
      const { Running, ExitCode } = await stateOf(openEngine(this.#engine.socket), this.#machines.at(-1) ?? '')
      if (!Running) return ExitCode
      await pause(100)
    }
  }

  async close(): Promise<void> {
    for (const id of this.#machines) await removeContainer(openEngine(this.#engine.socket), id)
    for (const api of this.#apis) api.close()
    this.#server.closeAllConnections()
    this.#server.close()
    await this.#git[Symbol.asyncDispose]()
    await this.#engine.close()
  }
}
