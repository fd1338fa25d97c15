import {
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
  StopTaskCommand,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs'
import { TrellisError } from '../../core/errors.ts'
import type { Say } from './cloud.ts'

/** More than a machine is given to end by itself. */
const patienceSeconds = 180
/** What waited for room may be started meanwhile, but somebody has to start it. */
const mostRounds = 10

/**
 * Stops the build machines of an installation that is about to go: ECS deletes no cluster in which one runs.
 * @throws TrellisError installation_failed: one does not stop
 */
export async function stopMachines(client: ECSClient, cluster: string | undefined, say: Say): Promise<void> {
  if (!cluster) return
  try {
    for (let round = 0; round < mostRounds; round++) {
      const [running, stopping] = [await runningIn(client, cluster), await stoppingIn(client, cluster)]
      const tasks = [...running, ...stopping]
      if (tasks.length === 0) return
      say(`Stopping ${tasks.length === 1 ? 'a build machine' : `${tasks.length} build machines`}.`)
      const reason = 'Trellis is uninstalled'
      for (const task of running) await client.send(new StopTaskCommand({ cluster, task, reason }))
      const patience = { client, minDelay: 1, maxDelay: 5, maxWaitTime: patienceSeconds }
      for (const some of [running, stopping]) {
        if (some.length > 0) await waitUntilTasksStopped(patience, { cluster, tasks: some })
      }
    }
  } catch (error) {
    const { name, message } = error as Error
    // By an attempt that was interrupted.
    if (name === 'ClusterNotFoundException') return
    // They may be none: if there is one, CloudFormation says so.
    if (name === 'AccessDeniedException') return say(`Whether build machines run could not be seen: ${message}`)
    if (name !== 'TimeoutError') throw error
    throw new TrellisError('installation_failed', 'A build machine does not stop.', 'Try again in some minutes.')
  }
  throw new TrellisError('installation_failed', 'Build machines go on being started.', 'Try again in some minutes.')
}

/**
 * How many build machines run, a hundred at most.
 * @returns null where nobody may look
 */
export async function countMachines(client: ECSClient, cluster: string): Promise<number | null> {
  try {
    return (await runningIn(client, cluster)).length
  } catch (error) {
    const { name } = error as Error
    if (name === 'ClusterNotFoundException') return 0
    if (name === 'AccessDeniedException') return null
    throw error
  }
}

/** A hundred at most. */
async function runningIn(client: ECSClient, cluster: string): Promise<string[]> {
  return (await client.send(new ListTasksCommand({ cluster }))).taskArns ?? []
}

/** Told to stop before, and not gone so far. */
async function stoppingIn(client: ECSClient, cluster: string): Promise<string[]> {
  const { taskArns: tasks = [] } = await client.send(new ListTasksCommand({ cluster, desiredStatus: 'STOPPED' }))
  if (tasks.length === 0) return []
  const { tasks: found = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks }))
  return found.flatMap(({ taskArn, lastStatus }) => (taskArn && lastStatus !== 'STOPPED' ? [taskArn] : []))
}
