import type { ArtifactPlace, FoundCache, OfferCache } from '../../contract/job.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { DirectCaches } from '../ports/cache-locations.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { authenticateRunner } from './claim-job.ts'

/** What earlier builds kept under a name. @throws as authenticateRunner; invalid_input where caches are folders */
export async function findCache(ports: Ports, id: string, session: string, name: string): Promise<FoundCache> {
  const { caches, app, isProtected } = await cachesOf(ports, await authenticateRunner(ports, id, session))
  const kept = await caches.find(app, isProtected, name)
  return { kept, others: kept || !name.startsWith('deps/') ? [] : await caches.notes(app, isProtected) }
}

/** Where a runner puts what later builds may use. @throws as findCache */
export async function placeCache(ports: Ports, id: string, session: string, offer: OfferCache): Promise<ArtifactPlace> {
  const { caches, app, isProtected } = await cachesOf(ports, await authenticateRunner(ports, id, session))
  return caches.place(app, isProtected, offer)
}

async function cachesOf(
  ports: Ports,
  { app, environment: name, kind }: DeploymentRecord,
): Promise<{ caches: DirectCaches; app: string; isProtected: boolean }> {
  const { direct } = ports.caches
  if (!direct) throw new TrellisError('invalid_input', 'Caches are folders of the machine here.')
  const { environment } = await findEnvironment(ports, app, name)
  // Whatever a push or a deployment brought there began before it was protected.
  const isProtected = environment.protected && kind !== 'push' && kind !== 'manual'
  return { caches: direct, app, isProtected }
}
