import { reviewAccess } from '../../api/review-access.ts'
import { syncShared } from '../../core/app/sync-shared.ts'
import { webhooksArrive } from '../../core/github/status.ts'
import type { Ports } from '../../core/ports/ports.ts'
import { deliver } from '../../core/recovery/deliver.ts'
import { machineEnded } from '../../core/recovery/machine-ended.ts'
import { sweep } from '../../core/recovery/sweep.ts'
import type { Composed } from './compose-ports.ts'
import { problem } from './log.ts'
import { tableWatching } from './table-watching.ts'
import { readTaskStopped, type TaskStopped } from './task-stopped.ts'

/**
 * Why it runs: a message was written into the outbox (the table's stream), a build machine's task changed (ECS), or it is time.
 * What is to be done then stands in the records, and why a machine ended ECS can be asked: an event that is lost, late or told twice
 * changes nothing but how soon.
 */
export type WorkerEvent = { Records: unknown[] } | TaskStopped | { work: 'sweep' | 'look' }

/** What the worker is made of. */
export type Worker = Pick<Composed, 'ports' | 'tickets' | 'tidy' | 'archive'>

/** GitHub repeats a delivery for three days at most. */
const deliveriesKept = 14 * 24 * 3_600_000
/** As the template has it (`WakeUps`). */
const lookEvery = 5 * 60_000
/** How many looks at other repositories there are for one at those that GitHub tells of; it repeats no word that was lost. */
const looksWithWebhooks = 12

/** @param hasTime false: nothing new is begun @throws the first trouble, once everything was tried */
export async function work(worker: Worker, event: WorkerEvent, hasTime: () => boolean): Promise<void> {
  const { ports } = worker
  const troubles: unknown[] = []
  const attempt = async (one: () => Promise<unknown>) => {
    await one().catch(error => troubles.push(error))
  }
  if ('source' in event) {
    const stopped = readTaskStopped(event)
    if (stopped) await attempt(() => machineEnded(ports, stopped.deployment, stopped.why))
  }
  if (!('Records' in event)) await attempt(() => sweep(ports))
  const asked = 'work' in event ? event.work : null
  if (asked === 'sweep') await attempt(() => reviewAccess(ports, tableWatching(ports, worker.tickets)))
  if (asked === 'look') {
    // Nothing hangs on how soon what has ended is forgotten, and each question costs, so often asked.
    await attempt(() => worker.tidy())
    await attempt(() => look(ports))
  }
  await attempt(async () => {
    while (hasTime()) {
      if ((await deliver(ports, error => problem(error, 'outbox'))) === 0) break
    }
  })
  // Last, since nobody waits for it.
  if (asked === 'sweep') await attempt(() => worker.archive(hasTime))
  await ports.live.settled()
  for (const trouble of troubles) problem(trouble, 'worker')
  // An alarm counts the calls that failed.
  if (troubles.length > 0) throw troubles[0]
}

/** Finds pushes that nobody told of. Where GitHub does tell, a look at its repositories once an hour is for what got lost. */
async function look(ports: Ports): Promise<void> {
  const now = ports.clock.now()
  await ports.deliveries.prune(now - deliveriesKept)
  const isSpared = Math.floor(now / lookEvery) % looksWithWebhooks !== 0 && (await webhooksArrive(ports))
  const apps = (await ports.apps.apps()).filter(({ github }) => !github || !isSpared)
  await Promise.all(apps.map(({ name }) => syncShared(ports, name).catch(error => problem(error, 'look'))))
}
