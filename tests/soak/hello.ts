import assert from 'node:assert/strict'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import { askApi, clientConfig, emulatorRegion } from '../support/emulator.ts'
import { FaultProxy } from '../support/fault-proxy.ts'
import { cdkApp, cdkStack } from '../support/pipeline/cdk-app.ts'
import { Repository } from '../support/pipeline/repository.ts'
import { until } from '../support/pipeline/until.ts'
import type { Place } from './quiet.ts'
import { ended } from './running.ts'
import type { World } from './world.ts'

export const hello = 'hello'
const environment = 'development'
/** Seconds that an update takes, so that something can happen in its middle. */
const wait = 8

/** A CDK app in an emulator, whose stack is in the middle of an update when its runner dies. */
export class Hello {
  readonly #world: World
  readonly #emulator: RunningMinistack
  /** What Trellis and its builds take for the emulator. */
  readonly #cloud: FaultProxy
  readonly #repository: Repository
  #version = 'v1'

  private constructor(world: World, emulator: RunningMinistack, cloud: FaultProxy, repository: Repository) {
    this.#world = world
    this.#emulator = emulator
    this.#cloud = cloud
    this.#repository = repository
  }

  /** Deploys it for the first time. */
  static async create(world: World): Promise<Hello> {
    const emulator = await startMinistack()
    const cloud = await FaultProxy.before(emulator.port)
    await world.up()
    const { client } = world
    const credentials = { kind: 'keys', accessKeyId: 'test', secretAccessKey: 'test-secret-key' } as const
    const account = { name: 'emulator', region: emulatorRegion, endpointUrl: cloud.endpoint, credentials }
    await client.call('addAccount', { body: account })
    const repository = new Repository(join(world.folder, hello))
    const app = new Hello(world, emulator, cloud, repository)
    app.#push(app.#version)
    await client.call('createApp', {
      body: { name: hello, repository: repository.path, account: 'emulator', environments: [environment] },
    })
    await app.#stands(app.#version)
    return app
  }

  async stop(): Promise<void> {
    await this.#cloud.stop()
    await this.#emulator.stop()
  }

  get place(): Place {
    return { app: hello, environment, head: this.#repository.head() }
  }

  /** Kills in the middle of an update of the stack, and pushes what must stand in the end. @returns its version */
  async interrupt(round: number): Promise<string> {
    const { chance } = this.#world
    await this.#update(round)
    const whom = chance.pick(['runner', 'runner and server', 'server, and somebody cancels'] as const)
    this.#world.tell(`in the middle of the update: ${whom}`)
    if (whom !== 'runner') await this.#world.down()
    if (whom !== 'server, and somebody cancels') this.#world.killRunner()
    await this.#world.up()
    if (whom === 'server, and somebody cancels') {
      const params = { app: hello, environment }
      await this.#world.click('cancel hello', client => client.call('cancel', { params }))
    }
    return this.#push(`v${100 + round}`)
  }

  /** Takes the cloud away in the middle of an update of the stack, and pushes what must stand in the end. @returns its version */
  async loseCloud(round: number): Promise<string> {
    const { chance, client } = this.#world
    await this.#world.up()
    const commit = await this.#update(round)
    const health = chance.pick(['stopped', 'slow', 'failing'] as const)
    this.#world.tell(`in the middle of the update the cloud is ${health}`)
    await this.#cloud.be(health)
    const params = { app: hello, environment }
    if (health !== 'slow') {
      // The stack changes on: whatever becomes of the build, its environment is not free.
      await pause(chance.between(2_000, 6_000))
      const { environments } = await client.call('appStatus', { params: { app: hello } })
      assert.equal(environments[0]?.status, 'deploying', `status while the cloud is ${health}`)
    }
    await this.#world.click('cancel hello', client => client.call('cancel', { params }))
    if (health !== 'slow') {
      await pause(chance.between(1_000, 4_000))
      const open = await client.call('listDeployments', { params: { app: hello }, query: { limit: 5 } })
      const { state } = open.find(one => one.commit === commit) ?? {}
      assert.equal(state, 'running', `nobody knows whether the stack is quiet while the cloud is ${health}`)
    }
    // What is slow gets there by itself.
    if (health === 'slow') await ended(this.#world, { app: hello, environment, commit })
    await this.#cloud.be('well')
    this.#world.tell('the cloud is well again')
    return this.#push(`v${200 + round}`)
  }

  /** @returns the commit that is in the middle of an update of the stack */
  async #update(round: number): Promise<string> {
    const commit = this.#repository.commit(cdkApp({ version: this.#version, wait }), `Round ${round}: wait`)
    await this.#world.ring()
    await until('the update of the stack', async () => (await this.#status()) === 'UPDATE_IN_PROGRESS', 60_000)
    return commit
  }

  #push(version: string): string {
    this.#repository.commit(cdkApp({ version }), `Say ${version}`)
    this.#version = version
    return version
  }

  /** Asked of the emulator: the stack is stable and the newest commit answers. */
  async check(version: string): Promise<void> {
    assert.equal(await this.#status(), 'UPDATE_COMPLETE', 'the next push deploys to a stable stack')
    await this.#stands(version)
  }

  async #status(): Promise<string | undefined> {
    return (await this.#stack())?.StackStatus
  }

  async #stack() {
    const { Stacks = [] } = await new CloudFormationClient(clientConfig(this.#emulator)).send(
      new DescribeStacksCommand({}),
    )
    return Stacks.find(stack => stack.StackName?.endsWith(cdkStack))
  }

  async #stands(version: string): Promise<void> {
    let seen = ''
    const answers = async () => {
      const url = (await this.#stack())?.Outputs?.find(output => output.OutputKey === 'Url')?.OutputValue
      seen = url ? await (await askApi(this.#emulator, url)).text() : 'no stack'
      return seen.includes(`"${version}"`)
    }
    await until(`hello to answer ${version}`, answers, 180_000).catch(error => {
      throw new Error(`${error.message}; it answers ${seen}`)
    })
  }
}
