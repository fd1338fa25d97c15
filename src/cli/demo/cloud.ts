import { request } from 'node:http'
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'

export const demoRegion = 'us-east-1'
/** The emulator takes any. */
export const demoKeys = { accessKeyId: 'demo', secretAccessKey: 'demo-secret-key' }

const patience = 30_000
const Answer = z.object({ version: z.string() })

/** What stands in the emulator, asked without Trellis: so that no claim rests on Trellis's own records. */
export class DemoCloud {
  readonly #endpoint: string
  readonly #formation: CloudFormationClient
  readonly #tables: DynamoDBClient

  constructor(endpoint: string) {
    this.#endpoint = endpoint
    const options = { endpoint, region: demoRegion, credentials: demoKeys }
    this.#formation = new CloudFormationClient(options)
    this.#tables = new DynamoDBClient(options)
  }

  /** Stacks of apps: without the one that `cdk bootstrap` made. */
  async stacks(): Promise<Stack[]> {
    const { Stacks = [] } = await this.#formation.send(new DescribeStacksCommand({}))
    return Stacks.filter(one => one.StackName !== 'CDKToolkit' && one.StackStatus !== 'DELETE_COMPLETE')
  }

  /** The one stack that carries an environment's tag. @throws Error when there is none, or are several */
  async stackOf(environment: string): Promise<Stack> {
    const tagged = (await this.stacks()).filter(stack =>
      stack.Tags?.some(tag => tag.Key === 'trellis:environment' && tag.Value === environment),
    )
    const [only, ...others] = tagged
    if (!only || others.length > 0) throw new Error(`${tagged.length} stacks of ${environment} stand in the cloud`)
    return only
  }

  async tables(): Promise<string[]> {
    return (await this.#tables.send(new ListTablesCommand({}))).TableNames ?? []
  }

  /** What the deployed URL of an environment answers. */
  async version(environment: string): Promise<string> {
    const { status, text } = await this.#ask(await this.#api(environment))
    if (status !== 200) throw new Error(`${environment} answers ${status}: ${text.slice(0, 200)}`)
    return Answer.parse(JSON.parse(text)).version
  }

  /** The emulator answers for every API on its own port, told apart by the Host header, which \`fetch\` does not let be set. */
  #ask(api: string): Promise<{ status: number; text: string }> {
    const { hostname, port } = new URL(this.#endpoint)
    const headers = { host: `${api}.execute-api.localhost:${port}` }
    return new Promise((resolve, reject) => {
      const asked = request({ hostname, port, headers, timeout: patience }, async answer => {
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(await answer.toArray()).toString() })
      })
      asked.on('error', reject).on('timeout', () => asked.destroy(new Error(`${headers.host} does not answer`)))
      asked.end()
    })
  }

  async #api(environment: string): Promise<string> {
    const { Outputs = [] } = await this.stackOf(environment)
    const url = Outputs.find(output => output.OutputKey === 'Url')?.OutputValue
    const id = url && /^https?:\/\/([^.]+)\.execute-api\./.exec(url)?.[1]
    if (!id) throw new Error(`The stack of ${environment} has no URL among its outputs`)
    return id
  }
}
