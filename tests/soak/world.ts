import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiError } from '../../src/client/api-error.ts'
import type { Client } from '../../src/client/client.ts'
import type { Deployment } from '../../src/contract/deployment.ts'
import { freePort } from '../../src/emulator/port.ts'
import type { AppPlan } from '../support/pipeline/custom-app.ts'
import { FakeCloud } from '../support/pipeline/fake-cloud.ts'
import { buildProcesses, killHard, runnerProcesses } from '../support/pipeline/processes.ts'
import { Repository } from '../support/pipeline/repository.ts'
import { ServerProcess } from '../support/pipeline/server-process.ts'
import type { Chance } from './chance.ts'
import { settableClock } from './clock.ts'
import { cloudSecret, following, secret, secretVariable, shop, shopFiles } from './shop.ts'

/** What may be answered by a server that cannot do what it is asked now. */
const passing = [0, 409, 503]

export interface Wish {
  /** Where the home lies; default: beside all the rest. */
  home?: string
  /** Whether the server's clock can be set. */
  clock?: boolean
}

/** How the server starts, where it matters: left to chance else. */
export interface Start {
  isolation?: 'auto' | 'process'
  /** What it is started by; see ServerSettings. */
  within?: readonly string[]
}

/** A home, a server process that comes and goes, a cloud, a repository, and what Trellis has promised so far. */
export class World {
  readonly chance: Chance
  readonly folder: string
  readonly home: string
  readonly cloud: FakeCloud
  readonly repository: Repository
  /** Deployments that an answer of the server has named: none of them may be forgotten. */
  readonly accepted: Pick<Deployment, 'app' | 'environment' | 'number'>[] = []
  /** What happened, for whoever looks into a failure. */
  readonly story: string[] = []
  readonly #port: number
  readonly #env: Record<string, string>
  #server: ServerProcess | null = null
  #webhook = { path: '', secret: '' }

  private constructor(chance: Chance, folder: string, wish: Wish, found: { cloud: FakeCloud; port: number }) {
    this.chance = chance
    this.folder = folder
    this.home = wish.home ?? join(folder, 'home')
    this.cloud = found.cloud
    this.#port = found.port
    this.#env = wish.clock ? settableClock(this.#clock) : {}
    this.repository = new Repository(join(folder, shop))
  }

  static async create(chance: Chance, wish: Wish = {}): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'trellis-soak-'))
    const world = new World(chance, folder, wish, { cloud: await FakeCloud.start(), port: await freePort() })
    await world.up()
    const { client } = world
    const credentials = { kind: 'keys', accessKeyId: 'AKIASOAK', secretAccessKey: cloudSecret } as const
    await client.call('addAccount', {
      body: { name: 'fake', region: 'eu-central-1', endpointUrl: world.cloud.endpoint, credentials },
    })
    for (const branch of Object.values(following)) world.commit(branch, { version: 'first' })
    const environments = ['development', 'preview', 'staging', 'production']
    await client.call('createApp', {
      body: { name: shop, repository: world.repository.path, branch: 'main', account: 'fake', environments },
    })
    await client.call('setEnvironment', { params: { app: shop, environment: 'preview' }, body: { branch: 'next' } })
    for (const environment of environments) {
      const params = { app: shop, environment }
      await client.call('setVariables', { params, body: [{ key: secretVariable, value: secret }] })
    }
    world.#webhook = await client.call('rotateWebhook', { params: { app: shop } })
    return world
  }

  async close(): Promise<void> {
    await this.down()
    for (const pid of runnerProcesses(this.home).values()) killHard(pid)
    await this.cloud.stop()
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  get client(): Client {
    if (!this.#server) throw new Error('the server is down')
    return this.#server.client
  }

  get isUp(): boolean {
    return this.#server !== null
  }

  /** Starts the server, if it is down. */
  async up({ isolation = this.chance.pick(['auto', 'process'] as const), within = [] }: Start = {}): Promise<void> {
    if (this.#server) return
    this.tell(`server up, isolation ${isolation}`)
    const flags = ['--poll', '1s', '--isolation', isolation, '--builds', String(this.chance.between(1, 3))]
    const [home, port, env] = [this.home, this.#port, this.#env]
    this.#server = await ServerProcess.start({ home, port, flags, env, within })
  }

  async down(): Promise<void> {
    this.tell('server killed')
    await this.#server?.kill()
    this.#server = null
  }

  /** Its process id, where it answers, and how it ends. */
  get server(): Pick<ServerProcess, 'pid' | 'url' | 'ended'> {
    if (!this.#server) throw new Error('the server is down')
    return this.#server
  }

  /** Sets the server's clock. @param ahead milliseconds, of the machine's own */
  setClock(ahead: number): void {
    this.tell(`the clock is ${ahead / 60_000} minutes ahead`)
    writeFileSync(this.#clock, String(ahead))
  }

  get #clock(): string {
    return join(this.folder, 'clock')
  }

  /** Kills the runner of a deployment that runs, if one does. */
  killRunner(): void {
    const runners = [...runnerProcesses(this.home)]
    if (runners.length === 0) return
    const [id, pid] = this.chance.pick(runners)
    if (killHard(pid)) this.tell(`runner of ${id} killed`)
  }

  /** Kills one of the processes of a build. */
  killBuild(): void {
    const builds = [...buildProcesses()].filter(([id]) => runnerProcesses(this.home).has(id))
    if (builds.length === 0) return
    const [id, pids] = this.chance.pick(builds)
    if (killHard(this.chance.pick(pids))) this.tell(`a process of the build of ${id} killed`)
  }

  /** @param deploy what its deploy step does before it deploys, for the shell */
  commit(branch: string, plan: AppPlan, deploy?: string): string {
    const commit = this.repository.commit(shopFiles(plan, deploy), plan.version, branch)
    this.tell(`push ${plan.version} to ${branch}: ${commit.slice(0, 12)}`)
    return commit
  }

  /** What a git host would do after a push; like that, it may find nobody at home. */
  async ring(): Promise<void> {
    if (!this.#server) return
    const body = '{}'
    const signature = `sha256=${createHmac('sha256', this.#webhook.secret).update(body).digest('hex')}`
    const headers = { 'x-hub-signature-256': signature }
    await fetch(this.#server.url + this.#webhook.path, { method: 'POST', body, headers }).catch(() => null)
  }

  /** Somebody asks for something. It may be refused, and the server may die over it; what it accepts is a promise. */
  async click(what: string, ask: (client: Client) => Promise<Deployment>): Promise<void> {
    if (!this.#server) return
    try {
      const deployment = await ask(this.client)
      this.accepted.push(deployment)
      this.tell(`${what}: ${deployment.environment} #${deployment.number} ${deployment.state}`)
    } catch (error) {
      if (!(error instanceof ApiError) || !passing.includes(error.status)) throw error
      this.tell(`${what}: ${error.code}`)
    }
  }

  tell(what: string): void {
    this.story.push(`${new Date().toISOString().slice(11, 23)} ${what}`)
  }
}
