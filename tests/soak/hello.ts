import assert from 'node:assert/strict'
import { cp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import { askApi, clientConfig, emulatorRegion } from '../support/emulator.ts'
import { Repository } from '../support/pipeline/repository.ts'
import { until } from '../support/pipeline/until.ts'
import type { Place } from './quiet.ts'
import type { World } from './world.ts'

export const hello = 'hello'
const environment = 'development'
const stackFile = 'lib/hello-cdk-stack.ts'
const anchor = "    new cdk.CfnOutput(this, 'Url'"
/** Nobody ever gives the signal. The emulator does not cancel it either, so that a cancelled update lasts as long as this. */
const slow = `    const handle = new cdk.CfnWaitConditionHandle(this, 'Handle');
    new cdk.CfnWaitCondition(this, 'Slow', { handle: handle.ref, count: 1, timeout: '8' });
`

/** The example in an emulator: an app whose stack is in the middle of an update when its runner dies. */
export class Hello {
  readonly #world: World
  readonly #emulator: RunningMinistack
  readonly #repository: Repository
  readonly #source: Readonly<Record<'stack' | 'greeting', string>>

  private constructor(world: World, emulator: RunningMinistack, repository: Repository) {
    this.#world = world
    this.#emulator = emulator
    this.#repository = repository
    this.#source = { stack: repository.read(stackFile), greeting: repository.read('lambda/greeting.js') }
  }

  /** Deploys it for the first time. */
  static async create(world: World): Promise<Hello> {
    const emulator = await startMinistack()
    // Without a sandbox every build copies all of node_modules.
    await world.down()
    await world.up('auto')
    const { client } = world
    const credentials = { kind: 'keys', accessKeyId: 'test', secretAccessKey: 'test-secret-key' } as const
    const account = { name: 'emulator', region: emulatorRegion, endpointUrl: emulator.endpoint, credentials }
    await client.call('addAccount', { body: account })
    await client.call('bootstrapAccount', { params: { account: 'emulator' } })
    const path = join(world.folder, hello)
    const isOurs = (source: string) => !['node_modules', 'cdk.out'].includes(basename(source))
    await cp('examples/hello-cdk', path, { recursive: true, filter: isOurs })
    const repository = new Repository(path)
    repository.commit({ '.gitignore': 'node_modules/\ncdk.out/\n' }, 'Say hello')
    await client.call('createApp', {
      body: { name: hello, repository: path, account: 'emulator', environments: [environment] },
    })
    // They are the demo's business, and take longer than the rest.
    await client.call('setEnvironment', { params: { app: hello, environment }, body: { tests: false } })
    const app = new Hello(world, emulator, repository)
    await app.#stands('v1')
    return app
  }

  stop(): Promise<void> {
    return this.#emulator.stop()
  }

  get place(): Place {
    return { app: hello, environment, head: this.#repository.head() }
  }

  /** Breaks into an update of the stack, and pushes what must stand in the end. @returns its version */
  async interrupt(round: number): Promise<string> {
    const { chance } = this.#world
    const stack = this.#source.stack.replace(anchor, slow + anchor)
    this.#repository.commit({ [stackFile]: stack }, `Round ${round}: wait`)
    await this.#world.ring()
    await until('the update of the stack', async () => (await this.#status()) === 'UPDATE_IN_PROGRESS', 60_000)
    const whom = chance.pick(['runner', 'runner and server', 'server, and somebody cancels'] as const)
    this.#world.tell(`in the middle of the update: ${whom}`)
    if (whom !== 'runner') await this.#world.down()
    if (whom !== 'server, and somebody cancels') this.#world.killRunner()
    await this.#world.up('auto')
    if (whom === 'server, and somebody cancels') {
      const params = { app: hello, environment }
      await this.#world.click('cancel hello', client => client.call('cancel', { params }))
    }
    const version = `v${100 + round}`
    const greeting = this.#source.greeting.replaceAll("'v1'", `'${version}'`)
    this.#repository.commit(
      { [stackFile]: this.#source.stack, 'lambda/greeting.js': greeting },
      `Round ${round}: say ${version}`,
    )
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
    return Stacks.find(stack => stack.StackName?.endsWith('HelloCdkStack'))
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
