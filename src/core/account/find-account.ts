import { TrellisError } from '../errors.ts'
import type { AccountRecord } from '../ports/account-store.ts'
import type { Ports } from '../ports/ports.ts'

/** @throws TrellisError account_not_found */
export async function findAccount(ports: Ports, name: string): Promise<AccountRecord> {
  const account = await ports.accounts.account(name)
  if (account) return account
  throw new TrellisError('account_not_found', `There is no account ${name}.`, '`trellis account list` shows them.')
}
