import type { Allow } from '../../contract/access.ts'
import type { Environment, SetEnvironment } from '../../contract/app.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { findAccount } from '../account/find-account.ts'
import { findEnvironment } from '../app/find-app.ts'
import { syncApp } from '../app/sync-app.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { changeEnvironments } from './change-environments.ts'
import { changeMachine, refuseProtectedSpot, refuseSizes } from './change-machine.ts'

/** Settings as they come from outside: a field that is absent or undefined stays as it is. */
export type SettingsChange = { [Key in keyof SetEnvironment]?: SetEnvironment[Key] | undefined }

/**
 * Changes settings. Where it deploys to cannot change while something stands or runs there: it would be left behind.
 * @throws TrellisError environment_not_found, account_not_found, environment_busy, environment_stands, invalid_input
 */
export async function setEnvironment(
  ports: Ports,
  actor: Asker,
  place: { app: string; environment: string },
  { after, allow, machine, ...change }: SettingsChange,
): Promise<Environment> {
  demand(actor, 'administer', place)
  await findEnvironment(ports, place.app, place.environment)
  if (after) await findEnvironment(ports, place.app, after)
  if (change.account) await findAccount(ports, change.account)
  if (machine && !ports.jobs.sizes) refuseSizes()
  const given = defined(change) as Partial<Environment>
  await changeEnvironments(ports, place.app, async before => {
    const changed = await Promise.all(
      before.map(async one => {
        if (one.name !== place.environment) return one
        const changed: Environment = {
          ...one,
          ...given,
          allow: { ...one.allow, ...(defined(allow ?? {}) as Partial<Allow>) },
          ...(machine !== undefined && { machine: machine && changeMachine(one.machine, machine) }),
        }
        await check(ports, one, changed)
        return changed
      }),
    )
    return after === undefined ? changed : moved(changed, place.environment, after)
  })
  if (change.branch) await syncApp(ports, place.app)
  return (await findEnvironment(ports, place.app, place.environment)).environment
}

const defined = <T extends object>(change: T): Partial<T> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>

/** Behind `after`, or to the front. Behind itself is where it is. */
function moved(all: readonly Environment[], name: string, after: string | null): Environment[] {
  if (after === name) return [...all]
  const one = all.filter(each => each.name === name)
  const others = all.filter(each => each.name !== name)
  return others.toSpliced(others.findIndex(each => each.name === after) + 1, 0, ...one)
}

async function check(ports: Ports, before: Environment, after: Environment): Promise<void> {
  refuseProtectedBranch(after)
  refuseProtectedSpot(after)
  if (after.account !== before.account || after.region !== before.region) await refuseMove(ports, before)
  if (after.stackNames !== before.stackNames) await refuseOtherNames(ports, before, after)
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

/** Under other names everything would be built a second time, and empty, beside what stands. */
async function refuseOtherNames(ports: Ports, { app, name }: Environment, { stackNames }: Environment): Promise<void> {
  const { naming, status } = await ports.deployments.environment(app, name)
  // Recorded by an attempt that came to nothing.
  if (status === 'empty' || status === 'removed') return
  if (!naming || stackNames === 'auto' || stackNames === naming.mode) return
  throw new TrellisError(
    'environment_stands',
    `${name} stands under the names of \`${naming.mode}\`; with \`${stackNames}\` it would be built anew beside them.`,
    `Tear it down first: \`trellis teardown ${app} ${name} --yes\`.`,
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
