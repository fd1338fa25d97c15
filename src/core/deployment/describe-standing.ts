import type { Standing } from '../../contract/preview.ts'
import { findEnvironment } from '../app/find-app.ts'
import type { Ports } from '../ports/ports.ts'

/** What is recorded to stand in an environment: what a teardown would delete. @throws TrellisError environment_not_found */
export async function describeStanding(ports: Ports, place: { app: string; environment: string }): Promise<Standing> {
  await findEnvironment(ports, place.app, place.environment)
  const { naming, live: liveId, status } = await ports.deployments.environment(place.app, place.environment)
  const live = liveId ? await ports.deployments.get(liveId) : null
  const stands = naming && status !== 'empty' && status !== 'removed' ? naming : null
  const [teardown] = await ports.deployments.list({ ...place, kind: 'teardown', limit: 1 })
  const left = teardown?.retained.filter(one => !one.deleted) ?? []
  return {
    stacks: stands?.stacks.map(({ name, region }) => ({ name, region: region ?? stands.region })) ?? [],
    outputs: live?.outputs ?? {},
    retainedNote:
      left.length > 0 ? `The teardown #${teardown?.number} left behind: ${left.map(one => one.id).join(', ')}.` : null,
  }
}
