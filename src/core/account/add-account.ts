import { type Account, AddAccount } from '../../contract/account.ts'
import type { Actor } from '../../contract/actor.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { AccountRecord } from '../ports/account-store.ts'
import type { Ports } from '../ports/ports.ts'

export const secretContext = (account: string): string => `account:${account}`

/** @throws TrellisError already_exists */
export async function addAccount(ports: Ports, actor: Actor, wish: AddAccount): Promise<Account> {
  demand(actor, 'administer', {})
  const { name, region, endpointUrl, credentials } = AddAccount.parse(wish)
  if (await ports.accounts.account(name)) {
    throw new TrellisError(
      'already_exists',
      `There is an account ${name} already.`,
      'Choose another name, or remove it first.',
    )
  }
  const record: AccountRecord = { name, region, endpointUrl: endpointUrl ?? null, credentials, secret: null }
  if (credentials.kind === 'keys') {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials
    record.credentials = { kind: 'keys', accessKeyId }
    record.secret = await ports.vault.seal(JSON.stringify({ secretAccessKey, sessionToken }), secretContext(name))
  }
  await ports.accounts.addAccount(record)
  ports.live.changed(null)
  return showAccount(record)
}

/** Without what is secret. */
export function showAccount({ secret: _, ...shown }: AccountRecord): Account {
  return shown
}
