import {
  type ContainerDefinition,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type Task,
} from '@aws-sdk/client-ecs'
import { signalContainer } from '../../../src/platform/containers/containers.ts'
import { type Engine, openEngine } from '../../../src/platform/containers/engine.ts'
import { dockerLibrary } from '../../support/containers/docker-library.ts'
import { image, startEngine, type TestEngine } from '../../support/containers/engine.ts'
import { onHostNetwork } from '../../support/containers/host-network.ts'
import { clientConfig } from '../../support/emulator.ts'
import { until } from '../../support/pipeline/until.ts'

/** How this machine reaches the internet, which a container has to be told as well. */
const waysOut = ['NODE_EXTRA_CA_CERTS', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'npm_config_registry']

const relayOf = ({ socket }: TestEngine): string => `${socket}.relay`

/** The engine in which the emulator runs the tasks of an installation: containers of their own image, command and environment. */
export class BuildMachines {
  readonly #test: TestEngine
  readonly #engine: Engine
  readonly #relay: { close(): void }
  /** For the emulator. */
  readonly env: Record<string, string>

  private constructor(engine: TestEngine, relay: { close(): void }, library: string) {
    this.#test = engine
    this.#relay = relay
    this.#engine = openEngine(engine.socket)
    this.env = { DOCKER_HOST: `unix://${relayOf(engine)}`, PYTHONPATH: library, MINISTACK_DOCKER_TIMEOUT: '60' }
  }

  static async start(): Promise<BuildMachines> {
    const library = await dockerLibrary()
    const known = waysOut.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : []))
    const engine = await startEngine({ env: Object.fromEntries(known) })
    return new BuildMachines(engine, await onHostNetwork(engine.socket, relayOf(engine)), library)
  }

  /** Gives the engine an image of the name that the tasks ask for, since no registry can be pulled from. @returns where their output is kept */
  async provide(endpoint: string, taskDefinition: string): Promise<string> {
    const container = await containerOf(endpoint, taskDefinition)
    const [repo = '', tag = ''] = (container?.image ?? '').split(/:(?=[^:/]+$)/)
    const query = new URLSearchParams({ repo, tag })
    await this.#engine.call('POST', `/images/${encodeURIComponent(image)}/tag?${query}`)
    return container?.logConfiguration?.options?.['awslogs-group'] ?? ''
  }

  /** Ends the container of a task as a machine that breaks down would. */
  async kill({ taskArn }: Task): Promise<void> {
    const found = await this.running(taskArn)
    for (const id of found) await signalContainer(this.#engine, id, 'KILL')
    if (found.length === 0) throw new Error(`no container runs for ${taskArn}`)
  }

  /** The containers of a task. */
  async running(taskArn: string | undefined): Promise<string[]> {
    const filters = encodeURIComponent(JSON.stringify({ label: [`com.amazonaws.ecs.task-arn=${taskArn}`] }))
    const found = await this.#engine.call<{ Id: string }[]>('GET', `/containers/json?filters=${filters}`)
    return found.map(({ Id }) => Id)
  }

  close(): Promise<void> {
    this.#relay.close()
    return this.#test.close()
  }
}

/** What tasks of a definition run. */
export async function containerOf(endpoint: string, taskDefinition: string): Promise<ContainerDefinition | undefined> {
  const client = new ECSClient(clientConfig({ endpoint }))
  const described = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }))
  client.destroy()
  return described.taskDefinition?.containerDefinitions?.[0]
}

/** The task of a deployment, as ECS describes it; waits for what it is to be. */
export async function taskOf(
  endpoint: string,
  { cluster, deployment, status }: { cluster: string; deployment: string; status: 'RUNNING' | 'STOPPED' },
): Promise<Task> {
  const client = new ECSClient(clientConfig({ endpoint }))
  try {
    return await until(`the task of ${deployment} to be ${status}`, async () => {
      const query = { cluster, startedBy: `trellis/${deployment}`, desiredStatus: status }
      const { taskArns = [] } = await client.send(new ListTasksCommand(query))
      if (taskArns.length === 0) return null
      const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))
      return tasks.find(one => one.lastStatus === status)
    })
  } finally {
    client.destroy()
  }
}
