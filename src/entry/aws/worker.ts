import { reviewAccess } from '../../api/review-access.ts'
import { syncShared } from '../../core/app/sync-shared.ts'
import { webhooksArrive } from '../../core/github/status.ts'
import type { Ports } from '../../core/ports/ports.ts'
import { deliver } from '../../core/recovery/deliver.ts'
import { machineEnded } from '../../core/recovery/machine-ended.ts'
import { sweep } from '../../core/recovery/sweep.ts'
import { type Composed, composePorts } from './compose-ports.ts'
import { problem } from './log.ts'
import { readSettings } from './settings.ts'
import { tableWatching } from './table-watching.ts'
import { readTaskStopped, type TaskStopped } from './task-stopped.ts'

/**
 * Why it runs: a message was written into the outbox (the table's stream), a build machine's task changed (ECS), or it is time.
 * What is to be done then stands in the records: an event that is lost, late or told twice changes nothing.
 */
type WorkerEvent = { Records: unknown[] } | TaskStopped | { work: 'sweep' | 'look' }

/** GitHub repeats a delivery for three days at most. */
const deliveriesKept = 14 * 24 * 3_600_000
/** What is left of a Lambda's time when nothing new is begun. */
const reserveMs = 60_000

let composed: Promise<Composed> | undefined

export async function handler(event: WorkerEvent, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  composed ??= composePorts(readSettings(), problem)
  const all = await composed.catch(error => {
    composed = undefined
    throw error
  })
  const { ports } = all
  const troubles: unknown[] = []
  const attempt = async (work: () => Promise<unknown>) => {
    await work().catch(error => troubles.push(error))
  }
  if ('source' in event) {
    const stopped = readTaskStopped(event)
    if (stopped) await attempt(() => machineEnded(ports, stopped.deployment, stopped.reason))
  }
  if (!('Records' in event)) await attempt(() => sweep(ports))
  if ('work' in event && event.work === 'sweep') await attempt(() => tidy(all))
  if ('work' in event && event.work === 'look') await attempt(() => look(ports))
  const hasTime = () => context.getRemainingTimeInMillis() > reserveMs
  await attempt(async () => {
    while (hasTime()) {
      if ((await deliver(ports, error => problem(error, 'outbox'))) === 0) break
    }
  })
  // Last, since nobody waits for it.
  if ('work' in event && event.work === 'sweep') await attempt(() => all.archive(hasTime))
  await ports.live.settled()
  for (const trouble of troubles) problem(trouble, 'worker')
  // An alarm counts the calls that failed.
  if (troubles.length > 0) throw troubles[0]
}

async function tidy({ ports, tickets, tidy: rest }: Composed): Promise<void> {
  await rest()
  await reviewAccess(ports, tableWatching(ports, tickets))
}

/** Finds pushes that nobody told of. Where GitHub does tell, its repositories need no second look. */
async function look(ports: Ports): Promise<void> {
  await ports.deliveries.prune(ports.clock.now() - deliveriesKept)
  const told = await webhooksArrive(ports)
  const apps = (await ports.apps.apps()).filter(({ github }) => !github || !told)
  await Promise.all(apps.map(({ name }) => syncShared(ports, name).catch(error => problem(error, 'look'))))
}
