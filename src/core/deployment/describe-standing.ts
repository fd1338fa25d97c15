import type { Naming } from '../../contract/job.ts'
import type { Standing } from '../../contract/preview.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { AppRecord } from '../ports/app-store.ts'
import type { DeploymentRecord, EnvironmentState } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { leftBehind } from './left-behind.ts'

/** What is recorded to stand in an environment: what a teardown would delete. @throws TrellisError environment_not_found */
export async function describeStanding(ports: Ports, place: { app: string; environment: string }): Promise<Standing> {
  const { app } = await findEnvironment(ports, place.app, place.environment)
  const state = await ports.deployments.environment(place.app, place.environment)
  const { live: liveId } = state
  const live = liveId ? await ports.deployments.get(liveId) : null
  const stands = standingNaming(state)
  const left = await leftBehind(ports, { app: place.app, environment: place.environment })
  return {
    commands: await ownCommands(
      ports,
      app,
      live ?? (await ports.deployments.find(app.name, place.environment, 'latest')),
    ),
    stacks: stands?.stacks.map(({ name, region }) => ({ name, region: region ?? stands.region })) ?? [],
    outputs: live?.outputs ?? {},
    retainedNote: left && `The teardown #${left.number} left behind: ${left.resources.map(one => one.id).join(', ')}.`,
  }
}

/** The names of what a teardown would delete; null: nothing is recorded. */
export const standingNaming = ({ naming, status }: EnvironmentState): Naming | null =>
  status === 'empty' || status === 'removed' ? null : naming

/** As the commit says it that a teardown would check out. A repository that cannot be read must not hide the rest. */
async function ownCommands(
  ports: Ports,
  { repository, path }: AppRecord,
  last: DeploymentRecord | null,
): Promise<Standing['commands']> {
  if (!last?.commit) return null
  try {
    const remove = await ports.detector.removal(repository, last.commit, path)
    return remove === undefined ? null : { remove, problem: null }
  } catch (error) {
    if (!(error instanceof TrellisError)) throw error
    return { remove: null, problem: error.message }
  }
}
