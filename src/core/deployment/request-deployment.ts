import type { DeploymentDraft, DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { publish } from './publish.ts'

export type Wish = Pick<
  DeploymentDraft,
  'app' | 'environment' | 'kind' | 'commit' | 'branch' | 'title' | 'author' | 'actor' | 'why'
> &
  Partial<Pick<DeploymentDraft, 'source' | 'fromArtifact' | 'deleteRetained'>>

/** Records a checked wish as queued. @returns null for a push that was accepted before. */
export async function requestDeployment(ports: Ports, wish: Wish): Promise<DeploymentRecord | null> {
  const requested = await ports.deployments.request({
    source: null,
    fromArtifact: false,
    deleteRetained: false,
    ...wish,
    id: ports.ids.id(),
    requestedAt: new Date(ports.clock.now()).toISOString(),
  })
  if (!requested) return null
  for (const one of [...requested.superseded, requested.deployment]) publish(ports, one)
  return requested.deployment
}
