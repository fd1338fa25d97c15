import type { RetainedResource } from '../../contract/deployment.ts'
import type { Ports } from '../ports/ports.ts'

/**
 * What teardowns of an environment left in the cloud and nobody has deleted since. Each teardown tells of what those before it
 * left, too; one that failed early may have told of nothing.
 * @param place.before only of teardowns before this deployment
 */
export async function leftBehind(
  ports: Ports,
  place: { app: string; environment: string; before?: string },
): Promise<{ number: number; resources: RetainedResource[] } | null> {
  const teardowns = await ports.deployments.list({ ...place, kind: 'teardown', limit: 20 })
  const told = teardowns.find(one => one.retained.length > 0 || one.state === 'succeeded')
  const resources = told?.retained.filter(one => !one.deleted) ?? []
  return told && resources.length > 0 ? { number: told.number, resources } : null
}
