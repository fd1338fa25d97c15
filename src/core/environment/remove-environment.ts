import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { findEnvironment } from '../app/find-app.ts'
import { leftBehind } from '../deployment/left-behind.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { changeEnvironments } from './change-environments.ts'

/**
 * Removes an environment with nothing in the cloud, unless what is there is explicitly left there.
 * @throws TrellisError environment_busy, environment_stands, invalid_input
 */
export async function removeEnvironment(
  ports: Ports,
  actor: Asker,
  place: { app: string; environment: string },
  leaveResources: boolean,
): Promise<void> {
  demand(actor, 'administer', place)
  await findEnvironment(ports, place.app, place.environment)
  const deployments = await deploymentIds(ports, place)
  await changeEnvironments(ports, place.app, async before => {
    if (before.length === 1) {
      throw new TrellisError('invalid_input', 'An app keeps at least one environment.', 'Delete the app instead.')
    }
    await refuseStanding(ports, place, leaveResources)
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

/** Forgotten is only what is gone, or what somebody knowingly leaves. @throws TrellisError environment_busy, environment_stands */
export async function refuseStanding(
  ports: Ports,
  { app, environment }: { app: string; environment: string },
  leaveResources: boolean,
): Promise<void> {
  const open = (await ports.deployments.open()).some(one => one.app === app && one.environment === environment)
  if (open) {
    throw new TrellisError('environment_busy', `${environment} is busy.`, `\`trellis cancel ${app} ${environment}\``)
  }
  if (leaveResources) return
  const { status } = await ports.deployments.environment(app, environment)
  if (status !== 'empty' && status !== 'removed') {
    throw new TrellisError(
      'environment_stands',
      `${environment} still has resources in the cloud.`,
      `Tear it down first: \`trellis teardown ${app} ${environment} --yes\`. \`--leave-resources\` forgets them where they are.`,
    )
  }
  const left = await leftBehind(ports, { app, environment })
  if (!left) return
  throw new TrellisError(
    'environment_stands',
    `The teardown #${left.number} of ${environment} left behind: ${left.resources.map(one => `${one.type} ${one.id}`).join(', ')}.`,
    `Delete that, too: \`trellis teardown ${app} ${environment} --yes --delete-retained\`. \`--leave-resources\` forgets it where it is.`,
  )
}
