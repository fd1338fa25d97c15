import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { findAccount } from './find-account.ts'

const mostNamed = 10

/** @throws TrellisError account_not_found, account_in_use */
export async function removeAccount(ports: Ports, actor: Asker, name: string): Promise<void> {
  demand(actor, 'administer', {})
  await findAccount(ports, name)
  const users: string[] = []
  for (const app of await ports.apps.apps()) {
    const environments = (await ports.apps.environments(app.name)).filter(one => one.account === name)
    users.push(...environments.map(one => `${app.name}/${one.name}`))
  }
  if (users.length > 0) {
    const [which, mend] = users.length === 1 ? ['deploys', 'that environment'] : ['deploy', 'these environments']
    const named = users.slice(0, mostNamed).join(', ')
    const more = users.length > mostNamed ? ` and ${users.length - mostNamed} more` : ''
    throw new TrellisError(
      'account_in_use',
      `${named}${more} ${which} to ${name}.`,
      `Give ${mend} another account first, once what stands there is torn down.`,
    )
  }
  await ports.accounts.removeAccount(name)
  ports.live.changed(null)
}
