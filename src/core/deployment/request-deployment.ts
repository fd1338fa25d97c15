import { reportLater } from '../github/report-deployments.ts'
import type { DeploymentDraft, DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { publish } from './publish.ts'

export type Wish = Pick<
  DeploymentDraft,
  'app' | 'environment' | 'kind' | 'commit' | 'branch' | 'title' | 'author' | 'actor' | 'why'
> &
  Partial<Pick<DeploymentDraft, 'source' | 'fromArtifact' | 'deleteRetained'>>

/** Records a checked wish as queued. @returns null for a push that was accepted before, or seen too late. */
export async function requestDeployment(
  ports: Ports,
  wish: Wish,
  known?: { newestPush: string | null },
): Promise<DeploymentRecord | null> {
  const draft: DeploymentDraft = {
    source: null,
    fromArtifact: false,
    deleteRetained: false,
    ...wish,
    id: ports.ids.id(),
    requestedAt: new Date(ports.clock.now()).toISOString(),
  }
  const requested = await ports.deployments.request(draft, await reportLater(ports, wish), known)
  if (!requested) return null
  for (const one of [...requested.superseded, requested.deployment]) publish(ports, one)
  return requested.deployment
}
