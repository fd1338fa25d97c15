import type { Actor } from '../../contract/actor.ts'
import { demand } from '../access/can.ts'
import { refuseStanding } from '../environment/remove-environment.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { findApp } from './find-app.ts'

/**
 * Forgets an app. Refused while resources stand in the cloud, unless they are explicitly left there.
 * @throws TrellisError app_not_found, environment_busy, environment_stands
 */
export async function deleteApp(ports: Ports, actor: Actor, name: string, leaveResources: boolean): Promise<void> {
  demand(actor, 'administer', { app: name })
  await findApp(ports, name)
  for (const environment of await ports.apps.environments(name)) {
    await refuseStanding(ports, name, environment.name).catch(error => {
      const standsOnly = error instanceof TrellisError && error.code === 'environment_stands'
      if (!standsOnly || !leaveResources) throw error
    })
  }
  await removeLogs(ports, name)
  await ports.apps.deleteApp(name)
  await ports.caches.remove(name)
  await ports.outbox.put({ kind: 'prune-artifacts' }, ports.clock.now())
}

async function removeLogs(ports: Ports, app: string): Promise<void> {
  for (let before: string | undefined; ; ) {
    const page = await ports.deployments.list({ app, before, limit: 100 })
    for (const { id } of page) await ports.logs.remove(id)
    before = page.at(-1)?.id
    if (!before) return
  }
}
