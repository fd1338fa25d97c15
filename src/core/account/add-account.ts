import { type Account, AddAccount, type AddedAccount } from '../../contract/account.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { AccountRecord } from '../ports/account-store.ts'
import type { Ports } from '../ports/ports.ts'
import type { TargetAccount } from '../ports/target-accounts.ts'

export const secretContext = (account: string): string => `account:${account}`

/** @throws TrellisError already_exists, and as TargetAccounts.access unless it is not to be verified */
export async function addAccount(ports: Ports, actor: Asker, wish: AddAccount): Promise<AddedAccount> {
  demand(actor, 'administer', {})
  const { verify, ...given } = AddAccount.parse(wish)
  const { name, region, endpointUrl, credentials } = given
  if (await ports.accounts.account(name)) {
    throw new TrellisError(
      'already_exists',
      `There is an account ${name} already.`,
      'Choose another name, or remove it first.',
    )
  }
  const accountId = verify ? await whose(ports, { ...given, endpointUrl: endpointUrl ?? null }) : null
  const record: AccountRecord = { name, region, endpointUrl: endpointUrl ?? null, credentials, secret: null }
  if (credentials.kind === 'keys') {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials
    record.credentials = { kind: 'keys', accessKeyId }
    record.secret = await ports.vault.seal(JSON.stringify({ secretAccessKey, sessionToken }), secretContext(name))
  }
  await ports.accounts.addAccount(record)
  ports.live.changed(null)
  return { ...showAccount(record), accountId }
}

/** Now rather than in the first deployment: whoever types credentials is there to mend them. */
async function whose(ports: Ports, account: TargetAccount): Promise<string> {
  try {
    return (await ports.targets.access(account)).accountId
  } catch (error) {
    if (!(error instanceof TrellisError)) throw error
    const anyway = 'Nothing was added; `--no-verify` adds it all the same.'
    throw new TrellisError(error.code, error.message, `${error.hint ?? ''} ${anyway}`.trim(), { cause: error })
  }
}

/** Without what is secret. */
export function showAccount({ secret: _, ...shown }: AccountRecord): Account {
  return shown
}
