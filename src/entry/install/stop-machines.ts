import { type ECSClient, ListTasksCommand, StopTaskCommand, waitUntilTasksStopped } from '@aws-sdk/client-ecs'
import { TrellisError } from '../../core/errors.ts'
import type { Say } from './cloud.ts'

/** More than a machine is given to end by itself. */
const patienceSeconds = 180

/**
 * Stops the build machines of an installation that is about to go: ECS deletes no cluster in which one runs.
 * @throws TrellisError installation_failed: one does not stop
 */
export async function stopMachines(client: ECSClient, cluster: string | undefined, say: Say): Promise<void> {
  if (!cluster) return
  try {
    for (;;) {
      // A hundred at most; what waited for room may be started meanwhile.
      const { taskArns: tasks = [] } = await client.send(new ListTasksCommand({ cluster }))
      if (tasks.length === 0) return
      say(`Stopping ${tasks.length === 1 ? 'a build machine' : `${tasks.length} build machines`}.`)
      const reason = 'Trellis is uninstalled'
      for (const task of tasks) await client.send(new StopTaskCommand({ cluster, task, reason }))
      const patience = { client, minDelay: 1, maxDelay: 5, maxWaitTime: patienceSeconds }
      await waitUntilTasksStopped(patience, { cluster, tasks })
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
}
