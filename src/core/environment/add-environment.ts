import { AddEnvironment, type Environment } from '../../contract/app.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { findAccount } from '../account/find-account.ts'
import { findApp, findEnvironment } from '../app/find-app.ts'
import { syncApp } from '../app/sync-app.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { changeEnvironments } from './change-environments.ts'
import { defaultSettings } from './default-settings.ts'
import { refuseProtectedBranch } from './set-environment.ts'

/** Adds an environment after another one, or at the end. @throws TrellisError already_exists, environment_not_found, account_not_found */
export async function addEnvironment(
  ports: Ports,
  actor: Asker,
  appName: string,
  wish: AddEnvironment,
): Promise<Environment> {
  demand(actor, 'administer', { app: appName })
  const { name, after, branch, account, protected: isProtected } = AddEnvironment.parse(wish)
  await findApp(ports, appName)
  if (account) await findAccount(ports, account)
  if (after) await findEnvironment(ports, appName, after)
  await changeEnvironments(ports, appName, before => {
    if (before.some(one => one.name === name)) {
      throw new TrellisError('already_exists', `${appName} has an environment ${name} already.`, 'Choose another name.')
    }
    const place = after ? before.findIndex(one => one.name === after) + 1 : before.length
    const added: Environment = {
      ...defaultSettings,
      app: appName,
      name,
      position: place,
      branch: branch ?? null,
      account: account ?? before[0]?.account ?? null,
      protected: isProtected,
    }
    refuseProtectedBranch(added)
    return before.toSpliced(place, 0, added)
  })
  if (branch) await syncApp(ports, appName)
  return (await findEnvironment(ports, appName, name)).environment
}
