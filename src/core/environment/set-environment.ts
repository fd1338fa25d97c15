import type { Actor } from '../../contract/actor.ts'
import type { Environment, EnvironmentSettings } from '../../contract/app.ts'
import { demand } from '../access/can.ts'
import { findAccount } from '../account/find-account.ts'
import { findEnvironment } from '../app/find-app.ts'
import { syncApp } from '../app/sync-app.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'

/** Settings as they come from outside: a field that is absent or undefined stays as it is. */
export type SettingsChange = { [Key in keyof EnvironmentSettings]?: EnvironmentSettings[Key] | undefined }

/**
 * Changes settings. Where it deploys to cannot change while something stands or runs there: it would be left behind.
 * @throws TrellisError environment_not_found, account_not_found, environment_busy, environment_stands, invalid_input
 */
export async function setEnvironment(
  ports: Ports,
  actor: Actor,
  place: { app: string; environment: string },
  change: SettingsChange,
): Promise<Environment> {
  demand(actor, 'administer', place)
  const { environment, environments } = await findEnvironment(ports, place.app, place.environment)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const changed: Environment = { ...environment, ...given }
  refuseProtectedBranch(changed)
  if (changed.account) await findAccount(ports, changed.account)
  const moves = changed.account !== environment.account || changed.region !== environment.region
  if (moves) await refuseMove(ports, environment)
  await ports.apps.saveEnvironments(
    place.app,
    environments.map(one => (one.name === changed.name ? changed : one)),
  )
  if (changed.branch && changed.branch !== environment.branch) await syncApp(ports, place.app)
  return changed
}

/** Rule 4: a protected environment follows no branch. @throws TrellisError invalid_input */
export function refuseProtectedBranch(environment: Environment): void {
  if (!environment.protected || environment.branch === null) return
  throw new TrellisError(
    'environment_protected',
    `${environment.name} is protected, so it cannot follow the branch ${environment.branch}.`,
    'Give it no branch, or lift its protection.',
  )
}

async function refuseMove(ports: Ports, { app, name }: Environment): Promise<void> {
  const state = await ports.deployments.environment(app, name)
  if (state.running) {
    throw new TrellisError('environment_busy', `${name} is busy.`, 'Wait until its deployment has ended.')
  }
  if (state.status === 'empty' || state.status === 'removed') return
  throw new TrellisError(
    'environment_stands',
    `${name} stands in its account; in another one it would be built anew and the old one left behind.`,
    `Tear it down first: \`trellis teardown ${app} ${name} --yes\`.`,
  )
}
