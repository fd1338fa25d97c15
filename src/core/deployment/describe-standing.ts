import type { Standing } from '../../contract/preview.ts'
import { findEnvironment } from '../app/find-app.ts'
import type { Ports } from '../ports/ports.ts'
import { leftBehind } from './left-behind.ts'

/** What is recorded to stand in an environment: what a teardown would delete. @throws TrellisError environment_not_found */
export async function describeStanding(ports: Ports, place: { app: string; environment: string }): Promise<Standing> {
  await findEnvironment(ports, place.app, place.environment)
  const { naming, live: liveId, status } = await ports.deployments.environment(place.app, place.environment)
  const live = liveId ? await ports.deployments.get(liveId) : null
  const stands = naming && status !== 'empty' && status !== 'removed' ? naming : null
  const left = await leftBehind(ports, { app: place.app, environment: place.environment })
  return {
    stacks: stands?.stacks.map(({ name, region }) => ({ name, region: region ?? stands.region })) ?? [],
    outputs: live?.outputs ?? {},
    retainedNote: left && `The teardown #${left.number} left behind: ${left.resources.map(one => one.id).join(', ')}.`,
  }
}
