import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type Task,
} from '@aws-sdk/client-ecs'
import { clientConfig } from '../../support/emulator.ts'
import { until } from '../../support/pipeline/until.ts'

export interface StartedTask {
  task: Task & { taskArn: string }
  /** What it alone is told. */
  orderUrl: string
  deployment: string
}

/** Stands in the place of the container engine, which the emulator has none of: carries out the command of a task, with its environment, as a process. */
export class BuildMachines {
  readonly client: ECSClient
  readonly #cluster: string
  readonly #folder: string
  readonly #seen = new Set<string>()

  constructor(endpoint: string, { cluster, folder }: { cluster: string; folder: string }) {
    this.client = new ECSClient(clientConfig({ endpoint }))
    this.#cluster = cluster
    this.#folder = folder
  }

  /** The next task that was started and has not been seen. */
  next(): Promise<StartedTask> {
    return until('a task', async () => {
      const { taskArns = [] } = await this.client.send(new ListTasksCommand({ cluster: this.#cluster }))
      const taskArn = taskArns.find(one => !this.#seen.has(one))
      if (!taskArn) return null
      this.#seen.add(taskArn)
      const described = new DescribeTasksCommand({ cluster: this.#cluster, tasks: [taskArn] })
      const [task] = (await this.client.send(described)).tasks ?? []
      const environment = task?.overrides?.containerOverrides?.[0]?.environment ?? []
      const orderUrl = environment.find(one => one.name === 'TRELLIS_ORDER')?.value
      if (!task || !orderUrl) throw new Error(`the task ${taskArn} has no order`)
      return { task: { ...task, taskArn }, orderUrl, deployment: task.startedBy?.split('/')[1] ?? '' }
    })
  }

  /** @returns the exit code. */
  async run({ task, orderUrl, deployment }: StartedTask): Promise<number | null> {
    const { taskDefinition } = await this.client.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: task.taskDefinitionArn }),
    )
    const [, ...args] = taskDefinition?.containerDefinitions?.[0]?.command ?? []
    const machine = join(this.#folder, 'machines', deployment)
    mkdirSync(machine, { recursive: true })
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      cwd: machine,
      // As clean as a container: nothing of this machine but its programs.
      env: { PATH: process.env.PATH, HOME: machine, TRELLIS_MACHINE: machine, TRELLIS_ORDER: orderUrl },
    })
    await once(child, 'close')
    return child.exitCode
  }

  close(): void {
    this.client.destroy()
  }
}
