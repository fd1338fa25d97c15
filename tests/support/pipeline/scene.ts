import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EnvironmentStatus } from '../../../src/contract/app.ts'
import type { Deployment } from '../../../src/contract/deployment.ts'
import { isFinal } from '../../../src/contract/vocabulary.ts'
import { freePort } from '../../../src/emulator/port.ts'
import { Cli } from './cli.ts'
import { type AppPlan, customApp } from './custom-app.ts'
import { FakeCloud } from './fake-cloud.ts'
import { killHard, runnerProcesses } from './processes.ts'
import { Repository } from './repository.ts'
import { ServerProcess } from './server-process.ts'
import { until } from './until.ts'

/** A server, the command line, a cloud and a repository of this test's own. */
export class Scene {
  readonly folder: string
  readonly home: string
  readonly cloud: FakeCloud
  readonly repository: Repository
  readonly cli: Cli
  readonly port: number
  server!: ServerProcess

  private constructor(folder: string, cloud: FakeCloud, port: number) {
    this.folder = folder
    this.home = join(folder, 'home')
    this.cloud = cloud
    this.port = port
    this.repository = new Repository(join(folder, 'shop'))
    this.cli = new Cli({ TRELLIS_HOME: this.home })
  }

  static async start(...wish: (string | { dashboard: boolean })[]): Promise<Scene> {
    const flags = wish.filter(one => typeof one === 'string')
    const dashboard = wish.some(one => typeof one === 'object' && one.dashboard)
    const folder = await mkdtemp(join(tmpdir(), 'trellis-pipeline-'))
    const scene = new Scene(folder, await FakeCloud.start(), await freePort())
    scene.server = await ServerProcess.start({
      home: scene.home,
      port: scene.port,
      flags: ['--poll', '1s', ...flags],
      dashboard,
    })
    return scene
  }

  async close(): Promise<void> {
    await this.server?.stop()
    for (const pid of runnerProcesses(this.home).values()) killHard(pid)
    await this.cloud.stop()
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  push(plan: AppPlan, files: Record<string, string> = {}): string {
    return this.repository.commit({ ...customApp(plan), ...files }, `Say ${plan.version}`)
  }

  addAccount(name = 'acme', keys = 'AKIATEST the-secret-key-of-the-account'): Promise<unknown> {
    const args = ['account', 'add', name, '--region', 'eu-central-1', '--endpoint-url', this.cloud.endpoint]
    return this.cli.json([...args, '--keys-from-stdin'], { input: keys })
  }

  /** As `trellis status` shows it; without its process, since this is asked again and again. */
  async environment(app: string, name: string): Promise<EnvironmentStatus> {
    const { environments } = await this.server.client.call('appStatus', { params: { app } })
    const found = environments.find(one => one.name === name)
    if (!found) throw new Error(`${app} has no environment ${name}`)
    return found
  }

  show(app: string, environment: string, number: number | 'latest'): Promise<Deployment> {
    return this.server.client.call('showDeployment', { params: { app, environment, number } })
  }

  /** The deployment that a push became, once it is over. */
  async pushed(app: string, commit: string, environment = 'development'): Promise<Deployment> {
    const found = await until(`the push of ${commit} to be seen`, async () => {
      const query = { environment, limit: 50 }
      const history = await this.server.client.call('listDeployments', { params: { app }, query })
      return history.find(one => one.commit === commit && one.kind === 'push')
    })
    return this.ended(app, environment, found.number)
  }

  ended(app: string, environment: string, number: number): Promise<Deployment> {
    return until(
      `${app}/${environment} #${number} to end`,
      async () => {
        const deployment = await this.show(app, environment, number)
        return isFinal(deployment.state) && deployment
      },
      60_000,
    )
  }
}
