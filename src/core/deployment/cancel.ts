import { type Asker, recorded } from '../access/asker.ts'
import { demand, placeOf } from '../access/can.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import { reportLater } from '../github/report-deployments.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { conclude } from './conclude.ts'
import { reread } from './deploy.ts'
import { publish } from './publish.ts'

/**
 * Cancels what runs in an environment, else the deployment that waits longest; or the one that is named, and no other that runs
 * by then. The environment is free once its processes have ended and its stack is stable; until then the deployment still runs.
 * @throws TrellisError nothing_to_cancel
 */
export async function cancel(
  ports: Ports,
  actor: Asker,
  wish: { app: string; environment: string; number?: number | undefined },
): Promise<DeploymentRecord> {
  const { app, environment } = await findEnvironment(ports, wish.app, wish.environment)
  demand(actor, 'cancel', placeOf(environment))
  for (;;) {
    const here = (await ports.deployments.open()).filter(
      one => one.app === app.name && one.environment === environment.name,
    )
    const meant = wish.number === undefined ? here : here.filter(one => one.number === wish.number)
    if (meant.length === 0) throw await nothing(ports, wish, here)
    const running = meant.find(one => one.state === 'running')
    const cancelled = running ? await stop(ports, actor, running) : await withdrawFirst(ports, actor, meant)
    if (cancelled) return cancelled
  }
}

async function nothing(
  ports: Ports,
  { app, environment, number }: { app: string; environment: string; number?: number | undefined },
  here: readonly DeploymentRecord[],
): Promise<TrellisError> {
  const open = here.map(one => `#${one.number} ${one.state === 'running' ? 'runs' : 'waits'}`)
  const last = await ports.deployments.find(app, environment, 'latest')
  const latest = last ? `: #${last.number}, the last one, is over` : ''
  if (number === undefined || (last?.number ?? 0) < number)
    return new TrellisError(
      'nothing_to_cancel',
      number === undefined
        ? `Nothing runs or waits in ${environment}${latest}.`
        : `There is no #${number} in ${environment}.`,
      open.length > 0 ? `There ${open.join(', ')}.` : 'There is nothing to be done.',
    )
  return new TrellisError(
    'nothing_to_cancel',
    `#${number} of ${environment} is over already, and nothing else was cancelled.`,
    open.length > 0 ? `There ${open.join(', ')} now.` : 'There is nothing to be done.',
  )
}

async function stop(ports: Ports, actor: Asker, running: DeploymentRecord): Promise<DeploymentRecord | null> {
  if (running.ending || running.cancelRequestedAt !== null) return running
  const asked = await ports.deployments.update(running, {
    cancelRequestedBy: recorded(actor),
    cancelRequestedAt: ports.clock.now(),
  })
  if (!asked) return null
  publish(ports, asked)
  // No runner listens yet that could obey.
  if (!asked.sessionHash) await conclude(ports, asked.id, { state: 'cancelled', failure: null })
  return reread(ports, asked)
}

async function withdrawFirst(
  ports: Ports,
  actor: Asker,
  queued: readonly DeploymentRecord[],
): Promise<DeploymentRecord | null> {
  const [first] = queued
  if (!first) return null
  const withdrawn = await ports.deployments.withdraw(
    first.id,
    recorded(actor),
    new Date(ports.clock.now()).toISOString(),
  )
  if (!withdrawn) return null
  publish(ports, withdrawn)
  for (const message of await reportLater(ports, withdrawn)) await ports.outbox.put(message, ports.clock.now())
  return withdrawn
}
