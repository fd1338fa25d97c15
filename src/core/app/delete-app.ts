import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { deploymentIds, refuseStanding } from '../environment/remove-environment.ts'
import { forgetApp } from '../person/members.ts'
import type { Ports } from '../ports/ports.ts'
import { findApp } from './find-app.ts'

/**
 * Forgets an app. Refused while anything of it is in the cloud, unless that is explicitly left there.
 * @throws TrellisError app_not_found, environment_busy, environment_stands
 */
export async function deleteApp(ports: Ports, actor: Asker, name: string, leaveResources: boolean): Promise<void> {
  demand(actor, 'administer', { app: name })
  await findApp(ports, name)
  const deployments = await deploymentIds(ports, { app: name })
  for (const environment of await ports.apps.environments(name)) {
    await refuseStanding(ports, { app: name, environment: environment.name }, leaveResources)
  }
  await ports.apps.deleteApp(name)
  await forgetApp(ports, name)
  ports.live.changed(name)
  for (const id of deployments) await ports.logs.remove(id)
  await ports.caches.remove(name)
  await ports.outbox.put({ kind: 'prune-artifacts' }, ports.clock.now())
}
