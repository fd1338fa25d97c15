import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DescribeTasksCommand, ECSClient, ListTasksCommand, type Task } from '@aws-sdk/client-ecs'
import type { RunnerStart } from '../../../src/contract/runner-start.ts'
import { clientConfig, environmentForTests } from '../../support/emulator.ts'
import { until } from '../../support/pipeline/until.ts'

const runner = fileURLToPath(new URL('../../../src/runner/main.ts', import.meta.url))

type Order = Pick<RunnerStart, 'url' | 'deployment' | 'token'>

/** Stands in the place of what runs in the container: the emulator has none without an engine. The task, its order and the runner are real. */
export class BuildMachines {
  readonly #client: ECSClient
  readonly #cluster: string
  readonly #folder: string
  readonly #seen = new Set<string>()

  constructor(endpoint: string, { cluster, folder }: { cluster: string; folder: string }) {
    this.#client = new ECSClient(clientConfig({ endpoint }))
    this.#cluster = cluster
    this.#folder = folder
  }

  /** The next task that was started and has not been seen. */
  next(): Promise<{ task: Task; order: Order }> {
    return until('a task', async () => {
      const { taskArns = [] } = await this.#client.send(new ListTasksCommand({ cluster: this.#cluster }))
      const arn = taskArns.find(one => !this.#seen.has(one))
      if (!arn) return null
      this.#seen.add(arn)
      const { tasks = [] } = await this.#client.send(new DescribeTasksCommand({ cluster: this.#cluster, tasks: [arn] }))
      const [task] = tasks
      const environment = task?.overrides?.containerOverrides?.[0]?.environment ?? []
      const url = environment.find(one => one.name === 'TRELLIS_ORDER')?.value
      if (!task || !url) throw new Error(`the task ${arn} has no order`)
      return { task, order: (await (await fetch(url)).json()) as Order }
    })
  }

  /** Carries a job out. @returns the exit code. */
  async run(order: Order): Promise<number | null> {
    const start: RunnerStart = {
      ...order,
      ...{ isolation: 'process', work: join(this.#folder, order.deployment), node: process.execPath, hide: [] },
    }
    const child = spawn(process.execPath, [runner], {
      stdio: ['pipe', 'ignore', 'inherit'],
      env: environmentForTests(),
    })
    child.stdin.end(`${JSON.stringify(start)}\n`)
    await once(child, 'close')
    return child.exitCode
  }

  close(): void {
    this.#client.destroy()
  }
}
