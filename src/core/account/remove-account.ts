import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { findAccount } from './find-account.ts'

/** @throws TrellisError account_not_found, account_in_use */
export async function removeAccount(ports: Ports, actor: Asker, name: string): Promise<void> {
  demand(actor, 'administer', {})
  await findAccount(ports, name)
  for (const app of await ports.apps.apps()) {
    const user = (await ports.apps.environments(app.name)).find(one => one.account === name)
    if (!user) continue
    throw new TrellisError(
      'account_in_use',
      `${app.name}/${user.name} deploys to ${name}.`,
      'Give that environment another account first.',
    )
  }
  await ports.accounts.removeAccount(name)
  ports.live.changed(null)
}
