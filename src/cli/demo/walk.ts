import { join } from 'node:path'
import { type Client, createClient } from '../../client/client.ts'
import { prepareAccount } from '../../client/prepare-account.ts'
import type { Deployment } from '../../contract/deployment.ts'
import { DemoCloud, demoKeys, demoRegion } from './cloud.ts'
import { DemoRepository } from './repository.ts'
import { claim, type Steps } from './steps.ts'
import { waitFor } from './wait-for.ts'

const app = 'hello'
const [development, staging, production] = ['development', 'staging', 'production'] as const

/** Its provider does not exist, which CloudFormation finds out only when it creates it. */
const brokenResource = `new cdk.CustomResource(this, 'Orders', {
      serviceToken: cdk.Fn.sub('arn:aws:lambda:\${AWS::Region}:\${AWS::AccountId}:function:nobody'),
    });
    new cdk.CfnOutput(this, 'Url'`

export interface WalkOptions {
  steps: Steps
  /** Of the emulator and of the server. */
  endpoint: string
  url: string
  token: string
  /** Where the example lies, and where the repository is made. */
  example: string
  folder: string
}

/**
 * The whole life of an application. Every claim is checked against the emulator and the deployed URLs.
 * @returns its repository, whose last commit is the one whose stack fails
 */
export async function walk({ steps, endpoint, url, token, example, folder }: WalkOptions): Promise<DemoRepository> {
  const client = createClient({ url, token })
  const cloud = new DemoCloud(endpoint)
  const answers = async (environment: string, version: string) => {
    const seen = await cloud.version(environment)
    claim(seen === version, `${environment} answers ${version}: it answers ${seen}`)
    return `${environment} answers ${version}`
  }
  const promote = (from: string, to: string, version: string) =>
    steps.run(`Promote ${version} from ${from} to ${to}`, async () => {
      const { number } = await client.call('promote', { params: { app, environment: from }, body: {} })
      await succeeded(client, to, number)
      return answers(to, version)
    })
  const push = async (message: string) => {
    const commit = await repository.commit(message)
    return deploymentOf(client, commit)
  }

  await steps.run('Prepare the AWS account', async () => {
    const credentials = { kind: 'keys', ...demoKeys } as const
    await client.call('addAccount', {
      body: { name: 'emulator', region: demoRegion, endpointUrl: endpoint, credentials },
    })
    await prepareAccount(client, 'emulator', () => {})
    return 'cdk bootstrap, by Trellis'
  })
  const repository = await DemoRepository.create(join(folder, app), example)
  await steps.run('Connect a repository: its first push is tested and deployed', async () => {
    await client.call('createApp', { body: { name: app, repository: repository.path, account: 'emulator' } })
    const { number, phases } = await succeeded(client, development, 1)
    claim(
      phases.some(phase => phase.name === 'test' && phase.state === 'succeeded'),
      `the tests of #${number} ran`,
    )
    return answers(development, 'v1')
  })
  await promote(development, staging, 'v1')
  await promote(staging, production, 'v1')

  await steps.run('Push v2', async () => {
    await repository.replace('lambda/greeting.js', "'v1'", "'v2'")
    await succeeded(client, development, (await push('Say hello twice')).number)
    await answers(production, 'v1')
    return answers(development, 'v2')
  })
  await promote(development, staging, 'v2')
  await promote(staging, production, 'v2')

  await steps.run('Roll production back', async () => {
    const { number } = await client.call('rollback', { params: { app, environment: production }, body: {} })
    const { fromArtifact } = await succeeded(client, production, number)
    await answers(staging, 'v2')
    return `${await answers(production, 'v1')}, ${fromArtifact ? 'from the kept artifact' : 'rebuilt'}`
  })

  await steps.run('Push a failing test: it is stopped', async () => {
    await repository.replace('lambda/greeting.js', "'v2'", "'three'")
    const { failure } = await failed(client, (await push('Say hello in words')).number, 'test_failed')
    await repository.revert()
    return `${await answers(development, 'v2')}. ${failure?.message}`
  })
  await steps.run('Push a stack that fails: it is explained, and CloudFormation takes it back', async () => {
    await repository.replace('lib/hello-cdk-stack.ts', "new cdk.CfnOutput(this, 'Url'", brokenResource)
    const { failure } = await failed(client, (await push('Keep orders')).number, 'stack_failed')
    const { StackStatus } = await cloud.stackOf(development)
    claim(StackStatus === 'UPDATE_ROLLBACK_COMPLETE', `the stack was rolled back: it is ${StackStatus}`)
    claim(failure?.message.includes('Orders') ?? false, `the failure names Orders: ${failure?.message}`)
    return `${await answers(development, 'v2')}. ${failure?.message}`
  })

  await steps.run('Tear all down', async () => {
    for (const environment of [development, staging, production]) {
      const body = { confirm: environment, deleteRetained: true }
      const { number } = await client.call('teardown', { params: { app, environment }, body })
      await succeeded(client, environment, number)
    }
    const stacks = await cloud.stacks()
    const tables = await cloud.tables()
    claim(stacks.length === 0, `no stack is left: ${stacks.map(stack => stack.StackName).join(', ')}`)
    claim(tables.length === 0, `no table is left: ${tables.join(', ')}`)
    return 'no stack and no table is left'
  })
  return repository
}

async function deploymentOf(client: Client, commit: string): Promise<Deployment> {
  return waitFor(`a push of ${commit} to be seen`, async () => {
    const history = await client.call('listDeployments', { params: { app }, query: { environment: development } })
    return history.find(one => one.commit === commit)
  })
}

async function ended(client: Client, environment: string, number: number): Promise<Deployment> {
  return waitFor(`${environment} #${number} to end`, async () => {
    const deployment = await client.call('showDeployment', { params: { app, environment, number } })
    return deployment.finishedAt ? deployment : undefined
  })
}

async function succeeded(client: Client, environment: string, number: number): Promise<Deployment> {
  const deployment = await ended(client, environment, number)
  const { state, failure } = deployment
  claim(state === 'succeeded', `${environment} #${number} succeeds: it ${state}: ${failure?.message}. ${failure?.hint}`)
  return deployment
}

async function failed(client: Client, number: number, code: string): Promise<Deployment> {
  const deployment = await ended(client, development, number)
  const { state, failure } = deployment
  claim(failure?.code === code, `#${number} fails as ${code}: it ${state}, ${failure?.code}: ${failure?.message}`)
  return deployment
}
