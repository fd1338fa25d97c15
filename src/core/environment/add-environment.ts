import type { Actor } from '../../contract/actor.ts'
import { AddEnvironment, type Environment } from '../../contract/app.ts'
import { demand } from '../access/can.ts'
import { findAccount } from '../account/find-account.ts'
import { findApp, findEnvironment } from '../app/find-app.ts'
import { syncApp } from '../app/sync-app.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { defaultSettings } from './default-settings.ts'
import { refuseProtectedBranch } from './set-environment.ts'

/** Adds an environment after another one, or at the end. @throws TrellisError already_exists, environment_not_found, account_not_found */
export async function addEnvironment(
  ports: Ports,
  actor: Actor,
  appName: string,
  wish: AddEnvironment,
): Promise<Environment> {
  demand(actor, 'administer', { app: appName })
  const { name, after, branch, account, protected: isProtected } = AddEnvironment.parse(wish)
  const app = await findApp(ports, appName)
  const before = await ports.apps.environments(appName)
  if (before.some(one => one.name === name)) {
    throw new TrellisError('already_exists', `${appName} has an environment ${name} already.`, 'Choose another name.')
  }
  if (account) await findAccount(ports, account)
  const position = after ? (await findEnvironment(ports, appName, after)).environment.position + 1 : before.length
  const added: Environment = {
    ...defaultSettings,
    app: app.name,
    name,
    position,
    branch: branch ?? null,
    account: account ?? before[0]?.account ?? null,
    protected: isProtected,
  }
  refuseProtectedBranch(added)
  await ports.apps.saveEnvironments(
    appName,
    before.toSpliced(position, 0, added).map((one, index) => ({ ...one, position: index })),
  )
  if (added.branch) await syncApp(ports, appName)
  return added
}
