import { type Account, type AccountCredentials, AddAccount, type AddedAccount } from '../../contract/account.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { type ErrorCode, TrellisError } from '../errors.ts'
import type { AccountRecord } from '../ports/account-store.ts'
import type { Ports } from '../ports/ports.ts'
import type { TargetAccount } from '../ports/target-accounts.ts'
import { tooShort } from '../variable/set-variables.ts'

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
  const anyway = 'Nothing was added; `--no-verify` adds it all the same.'
  const accountId = verify ? await whose(ports, { ...given, endpointUrl: endpointUrl ?? null }, anyway) : null
  const record = await sealed(ports, { name, region, endpointUrl: endpointUrl ?? null }, credentials)
  await ports.accounts.addAccount(record)
  ports.live.changed(null)
  return { ...showAccount(record), accountId, warnings: warningsOf(credentials) }
}

const hints: Partial<Record<ErrorCode, string>> = {
  credentials_missing:
    'Give others: `--keys-from-stdin`, `--profile` and `--role-arn` take access keys, a profile or a role of AWS.',
  credentials_invalid: '',
}

/** Now rather than in the first deployment: whoever types credentials is there to mend them. */
export async function whose(ports: Ports, account: TargetAccount, anyway: string): Promise<string> {
  try {
    return (await ports.targets.access(account)).accountId
  } catch (error) {
    if (!(error instanceof TrellisError)) throw error
    // What is to be done with an account that there is does not help with credentials that were just given.
    const hint = hints[error.code] ?? error.hint ?? ''
    throw new TrellisError(error.code, error.message, `${hint} ${anyway}`.trim(), { cause: error })
  }
}

export function warningsOf(credentials: AccountCredentials): string[] {
  if (credentials.kind !== 'keys') return []
  return [tooShort('The secret access key', credentials.secretAccessKey)].filter(text => text !== undefined)
}

/** As it is recorded: what is secret of it can be read with the key of the vault only. */
export async function sealed(
  ports: Ports,
  place: Pick<AccountRecord, 'name' | 'region' | 'endpointUrl'>,
  credentials: AccountCredentials,
): Promise<AccountRecord> {
  if (credentials.kind !== 'keys') return { ...place, credentials, secret: null }
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const secret = await ports.vault.seal(JSON.stringify({ secretAccessKey, sessionToken }), secretContext(place.name))
  return { ...place, credentials: { kind: 'keys', accessKeyId }, secret }
}

/** Without what is secret. */
export function showAccount({ secret: _, ...shown }: AccountRecord): Account {
  return shown
}
