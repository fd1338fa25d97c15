import type { RollbackChoice } from '../../contract/preview.ts'
import { summary } from '../app/app-status.ts'
import { findEnvironment } from '../app/find-app.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { keptArtifacts } from './kept-artifacts.ts'
import { original, usualReturn } from './usual-return.ts'

const mostChoices = 20

/** What a rollback can return to, newest first. Rollbacks are left out: what they returned to stands for them. */
export async function rollbackChoices(
  ports: Ports,
  place: { app: string; environment: string },
): Promise<RollbackChoice[]> {
  await findEnvironment(ports, place.app, place.environment)
  const successes = await ports.deployments.list({ ...place, state: 'succeeded', limit: 100 })
  const kept = await keptArtifacts(ports, place.app, place.environment)
  const { live: liveId } = await ports.deployments.environment(place.app, place.environment)
  const live = liveId ? await ports.deployments.get(liveId) : null
  const current = live && (await original(ports, live))
  const { target } = await usualReturn(ports, place.app, place.environment)
  const usual = target && (await original(ports, target))
  const offered = successes.filter(one => one.kind !== 'teardown' && one.kind !== 'rollback').slice(0, mostChoices)
  if (usual && !offered.some(one => one.id === usual.id)) offered.push(usual)
  return offered.map(one => {
    const isKept = one.artifact !== null && kept.has(one.artifact.digest)
    return {
      deployment: summary(one),
      kept: isKept,
      estimatedSeconds: usualSeconds(successes.filter(other => other.fromArtifact === isKept)),
      live: one.id === current?.id,
      usual: one.id === usual?.id,
    }
  })
}

/** The median of what they took; null when there are none. */
function usualSeconds(deployments: readonly DeploymentRecord[]): number | null {
  const seconds = deployments
    .filter(one => one.kind !== 'teardown')
    .flatMap(({ startedAt, finishedAt }) =>
      startedAt && finishedAt ? [(Date.parse(finishedAt) - Date.parse(startedAt)) / 1000] : [],
    )
    .sort((a, b) => a - b)
  return seconds[Math.floor(seconds.length / 2)] ?? null
}
