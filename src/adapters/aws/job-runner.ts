import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  type Tag,
  type Task,
} from '@aws-sdk/client-ecs'
import type { Machine } from '../../contract/machine.ts'
import { usualMachine } from '../../contract/machine-sizes.ts'
import { TrellisError } from '../../core/errors.ts'
import type { JobRunner, Whose } from '../../core/ports/job-runner.ts'
import { isPassing, noRoom, notGoneYet, notStarted, reasonOf, saidBy, stoppedByTrellis, whyEnded } from './ecs-words.ts'
import type { JobOrders } from './job-orders.ts'

export interface AwsJobRunnerSettings {
  readonly cluster: string
  /** One for each architecture, since that is the only thing which a task cannot be told. */
  readonly taskDefinitions: Readonly<Record<Machine['architecture'], string>>
  readonly container: string
  readonly subnets: readonly string[]
  readonly securityGroups: readonly string[]
  /** How long a start may wait for room until it gives up for now, and a stop for the machine to be gone; the caller has an end of its own. */
  readonly patienceMs: number
  /** Between two questions; grows with each. */
  readonly pauseMs: number
}

interface Start {
  deployment: string
  token: string
  /** Where its order lies. */
  order: string
  machine: Machine
  whose: Whose | undefined
}

const over = new Set(['DEPROVISIONING', 'STOPPED', 'DELETED'])
const coming = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING'])

const isLiving = ({ lastStatus = '' }: Task): boolean => !over.has(lastStatus)

/** One Fargate task a deployment; ECS finds it by the deployment's name on it, whichever Lambda started it. */
export function createJobRunner(client: ECSClient, orders: JobOrders, settings: AwsJobRunnerSettings): JobRunner {
  const { cluster, patienceMs, pauseMs } = settings

  async function start(deployment: string, token: string, machine?: Machine | null, whose?: Whose): Promise<void> {
    // Asked again with the same token, after a lost answer, it must not stop what it is about to be given again.
    if (!(await orders.holds(deployment, token))) await makeRoom(deployment)
    const order = await orders.put(deployment, token)
    for (const pause of pauses()) {
      const problem = await run({ deployment, token, order, machine: machine ?? usualMachine, whose })
      if (problem === null) return
      if (!isPassing(problem)) throw notStarted(problem)
      if (pause === null) throw noRoom(problem)
      await sleep(pause)
    }
  }

  /** An earlier machine of the deployment is gone then. */
  async function makeRoom(deployment: string): Promise<void> {
    try {
      await stop(deployment)
    } catch (error) {
      if (error instanceof TrellisError) throw notGoneYet(error.message)
      const said = saidBy(error)
      throw isPassing(said) ? noRoom(said) : error
    }
  }

  /** @returns why no task runs. */
  async function run({ deployment, token, order, machine, whose }: Start): Promise<string | null> {
    const { container, subnets, securityGroups, taskDefinitions } = settings
    try {
      const { tasks = [], failures = [] } = await client.send(
        new RunTaskCommand({
          cluster,
          taskDefinition: taskDefinitions[machine.architecture],
          ...capacity(machine),
          count: 1,
          // Whoever asks twice, after a lost answer or in a second Lambda, gets the same task.
          clientToken: createHash('sha256').update(token).digest('hex'),
          startedBy: nameOf(deployment),
          ...(whose && { tags: tagsOf(whose) }),
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [...subnets],
              securityGroups: [...securityGroups],
              assignPublicIp: 'ENABLED',
            },
          },
          overrides: {
            ...sizeOf(machine),
            containerOverrides: [{ name: container, environment: [{ name: 'TRELLIS_ORDER', value: order }] }],
          },
        }),
      )
      return tasks.length > 0 ? null : reasonOf(failures)
    } catch (error) {
      // It has a task by this token, which was given another signature of the same order.
      if (error instanceof Error && error.name === 'ConflictException') return null
      const said = saidBy(error)
      if (isPassing(said)) return said
      throw error
    }
  }

  async function stop(deployment: string): Promise<void> {
    await orders.remove(deployment)
    for (const pause of pauses()) {
      const living = await livingOf(deployment)
      if (living.length === 0) return
      for (const { taskArn, desiredStatus } of living) {
        if (desiredStatus === 'STOPPED') continue
        await client.send(new StopTaskCommand({ cluster, task: taskArn, reason: stoppedByTrellis }))
      }
      if (pause === null) break
      await sleep(pause)
    }
    throw new TrellisError('cloud_unreachable', `The build machine of ${deployment} is being stopped and not gone yet.`)
  }

  /** Also those that are told to stop and still do something. */
  const livingOf = async (deployment: string): Promise<Task[]> => (await tasksOf(deployment)).filter(isLiving)

  /** All that ECS remembers, which is an hour at least. Those that were to run first: one that ends meanwhile is met twice, and not never. */
  async function tasksOf(deployment: string): Promise<Task[]> {
    const found = [...(await wantedOf(deployment)), ...(await endingOf(deployment))]
    return [...new Map(found.map(one => [one.taskArn, one])).values()]
  }

  /** Those that are to run, which is what ECS lists unless it is asked for others. */
  const wantedOf = (deployment: string): Promise<Task[]> => listed({ startedBy: nameOf(deployment) })

  /** Those that are to stop, or have: ECS takes no other filter beside a name, so they are found among all such. */
  const endingOf = async (deployment: string): Promise<Task[]> =>
    (await listed({ desiredStatus: 'STOPPED' })).filter(one => one.startedBy === nameOf(deployment))

  async function listed(filter: { startedBy: string } | { desiredStatus: 'STOPPED' }): Promise<Task[]> {
    const found: Task[] = []
    let nextToken: string | undefined
    do {
      // A hundred at most, and so many may be described at once.
      const page = await client.send(new ListTasksCommand({ cluster, ...filter, ...(nextToken && { nextToken }) }))
      const { taskArns: tasks = [] } = page
      if (tasks.length > 0)
        found.push(...((await client.send(new DescribeTasksCommand({ cluster, tasks }))).tasks ?? []))
      nextToken = page.nextToken
    } while (nextToken)
    return found
  }

  /** Growing pauses; at last null, when the patience is at its end. */
  function* pauses(): Generator<number | null> {
    const until = performance.now() + patienceMs
    for (let pause = pauseMs; performance.now() + pause < until; pause *= 1.5) yield pause
    yield null
  }

  return {
    sizes: true,
    start,
    stop,
    taken: deployment => orders.remove(deployment),
    async status(deployment) {
      const wanted = (await wantedOf(deployment)).filter(isLiving)
      const living = wanted.length > 0 ? wanted : (await endingOf(deployment)).filter(isLiving)
      if (living.length === 0) return 'gone'
      return living.every(({ lastStatus = '' }) => coming.has(lastStatus)) ? 'starting' : 'running'
    },
    async whyGone(deployment) {
      const tasks = (await tasksOf(deployment)).toSorted((one, other) => begun(one) - begun(other))
      const last = tasks.at(-1)
      return last?.desiredStatus === 'STOPPED' ? whyEnded(last) : null
    },
  }
}

/** By which whoever looks at the bill of AWS tells apart what builds cost. */
const tagsOf = ({ app, environment }: Whose): Tag[] => [
  { key: 'trellis:app', value: app },
  { key: 'trellis:environment', value: environment },
]

const begun = ({ createdAt }: Task): number => createdAt?.getTime() ?? 0

/** In the units of ECS. */
const sizeOf = ({ cpu, memory }: Machine) => ({ cpu: String(cpu * 1024), memory: String(memory * 1024) })

const capacity = ({ spot }: Machine) =>
  spot
    ? { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] }
    : { launchType: 'FARGATE' as const }

/** ECS takes up to 128 characters. */
const nameOf = (deployment: string): string => `trellis/${deployment}`
