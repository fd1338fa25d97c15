import type { Actor } from '../../contract/actor.ts'
import { demand } from '../access/can.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { changeEnvironments } from './change-environments.ts'

/** Removes an environment with nothing in the cloud. @throws TrellisError environment_busy, environment_stands, invalid_input */
export async function removeEnvironment(
  ports: Ports,
  actor: Actor,
  place: { app: string; environment: string },
): Promise<void> {
  demand(actor, 'administer', place)
  await findEnvironment(ports, place.app, place.environment)
  const deployments = await deploymentIds(ports, place)
  await changeEnvironments(ports, place.app, async before => {
    if (before.length === 1) {
      throw new TrellisError('invalid_input', 'An app keeps at least one environment.', 'Delete the app instead.')
    }
    await refuseStanding(ports, place.app, place.environment)
    return before.filter(one => one.name !== place.environment)
  })
  for (const id of deployments) await ports.logs.remove(id)
}

/** Of an app, or of one of its environments; to forget their logs, which lie apart from the records. */
export async function deploymentIds(ports: Ports, place: { app: string; environment?: string }): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const page = await ports.deployments.list({ ...place, before: ids.at(-1), limit: 100 })
    if (page.length === 0) return ids
    ids.push(...page.map(one => one.id))
  }
}

/** @throws TrellisError environment_busy, environment_stands */
export async function refuseStanding(ports: Ports, app: string, environment: string): Promise<void> {
  const open = (await ports.deployments.open()).some(one => one.app === app && one.environment === environment)
  if (open) {
    throw new TrellisError('environment_busy', `${environment} is busy.`, `\`trellis cancel ${app} ${environment}\``)
  }
  const { status } = await ports.deployments.environment(app, environment)
  if (status === 'empty' || status === 'removed') return
  throw new TrellisError(
    'environment_stands',
    `${environment} still has resources in the cloud.`,
    `Tear it down first: \`trellis teardown ${app} ${environment} --yes\`.`,
  )
}
