import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiError } from '../../src/client/api-error.ts'
import type { Client } from '../../src/client/client.ts'
import type { Deployment } from '../../src/contract/deployment.ts'
import { freePort } from '../../src/emulator/port.ts'
import { type AppPlan, customApp } from '../support/pipeline/custom-app.ts'
import { FakeCloud } from '../support/pipeline/fake-cloud.ts'
import { buildProcesses, killHard, runnerProcesses } from '../support/pipeline/processes.ts'
import { Repository } from '../support/pipeline/repository.ts'
import { ServerProcess } from '../support/pipeline/server-process.ts'
import type { Chance } from './chance.ts'

export const shop = 'shop'
/** Environments of the shop that follow a branch. */
export const following: Readonly<Record<string, string>> = { development: 'main', preview: 'next' }

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
  #server: ServerProcess | null = null
  #webhook = { path: '', secret: '' }

  private constructor(chance: Chance, folder: string, cloud: FakeCloud, port: number) {
    this.chance = chance
    this.folder = folder
    this.home = join(folder, 'home')
    this.cloud = cloud
    this.#port = port
    this.repository = new Repository(join(folder, shop))
  }

  static async create(chance: Chance): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'trellis-soak-'))
    const world = new World(chance, folder, await FakeCloud.start(), await freePort())
    await world.up()
    const { client } = world
    const credentials = { kind: 'keys', accessKeyId: 'AKIASOAK', secretAccessKey: 'the-key-of-the-soak' } as const
    await client.call('addAccount', {
      body: { name: 'fake', region: 'eu-central-1', endpointUrl: world.cloud.endpoint, credentials },
    })
    for (const branch of Object.values(following)) world.commit(branch, { version: 'first' })
    const environments = ['development', 'preview', 'staging', 'production']
    await client.call('createApp', {
      body: { name: shop, repository: world.repository.path, branch: 'main', account: 'fake', environments },
    })
    await client.call('setEnvironment', { params: { app: shop, environment: 'preview' }, body: { branch: 'next' } })
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

  /** Starts the server, if it is down. How builds are isolated is left to chance, unless it is said. */
  async up(isolation: 'auto' | 'process' = this.chance.pick(['auto', 'process'])): Promise<void> {
    if (this.#server) return
    this.tell(`server up, isolation ${isolation}`)
    const flags = ['--poll', '1s', '--isolation', isolation, '--builds', String(this.chance.between(1, 3))]
    this.#server = await ServerProcess.start({ home: this.home, port: this.#port, flags })
  }

  async down(): Promise<void> {
    this.tell('server killed')
    await this.#server?.kill()
    this.#server = null
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

  commit(branch: string, plan: AppPlan): void {
    const commit = this.repository.commit(customApp(plan), plan.version, branch)
    this.tell(`push ${plan.version} to ${branch}: ${commit.slice(0, 12)}`)
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
      if (!(error instanceof ApiError) || (error.status !== 0 && error.status !== 409)) throw error
      this.tell(`${what}: ${error.code}`)
    }
  }

  tell(what: string): void {
    this.story.push(`${new Date().toISOString().slice(11, 23)} ${what}`)
  }
}
