import { failure } from '../../core/failures.ts'
import type { DeploymentRecord } from '../../core/ports/deployment-store.ts'
import { createDeploymentStore } from './deployment-store.ts'
import { openDatabase } from './open-database.ts'

export interface Withdrawn {
  /** What waited for its turn, as `shop/production #7`: it is cancelled. */
  withdrawn: string[]
  /** What ran: nobody can tell what became of it. */
  unknown: string[]
}

/**
 * Nothing of what was under way when a backup was made goes on: whoever asked for what waited asked then, and may have thought better of
 * it since; what ran has ended since, by another server's word, or is cut off.
 * @param madeAt of the backup
 */
export async function withdrawOpen(file: string, madeAt: string): Promise<Withdrawn> {
  const database = openDatabase(file)
  try {
    const deployments = createDeploymentStore(database)
    const now = Date.now()
    const open = await deployments.open()
    const waiting = open.filter(({ state }) => state === 'queued')
    const running = open.filter(({ state, ending }) => state === 'running' && !ending)
    for (const { id } of waiting)
      await deployments.withdraw(id, { kind: 'system', name: 'trellis restore' }, new Date(now).toISOString())
    for (const record of running) {
      // How long is waited for the stacks counts from the start of a server, whenever that will be: see recover.
      const ending = { state: 'failed', failure: cutOff(record, madeAt), giveUpAt: now } as const
      // It may have begun to change the cloud after the backup was made: whether its stacks are quiet is asked in any case.
      const change = { ending, cloudChanging: true }
      await deployments.update(record, change, { messages: [{ kind: 'settle-deployment', deployment: record.id }] })
    }
    return { withdrawn: waiting.map(named), unknown: running.map(named) }
  } finally {
    database.close()
  }
}

const named = ({ app, environment, number }: DeploymentRecord): string => `${app}/${environment} #${number}`

const cutOff = ({ phases }: DeploymentRecord, madeAt: string) =>
  failure(
    'restored',
    phases.find(({ state }) => state === 'running')?.name ?? null,
    `The backup of ${madeAt} was restored, which was made while this ran: what became of it is not known.`,
  )
