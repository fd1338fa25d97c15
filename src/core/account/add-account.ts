import { type Account, type AccountCredentials, AddAccount, type AddedAccount } from '../../contract/account.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { type ErrorCode, TrellisError } from '../errors.ts'
import type { AccountRecord } from '../ports/account-store.ts'
import type { Ports } from '../ports/ports.ts'
import type { TargetAccount } from '../ports/target-accounts.ts'
import { tooShort } from '../variable/set-variables.ts'
import { named } from './external-id.ts'
import { oddRegion } from './known-regions.ts'

export const secretContext = (account: string): string => `account:${account}`

/** @throws TrellisError already_exists, and as TargetAccounts.access unless it is not to be verified */
export async function addAccount(ports: Ports, actor: Asker, wish: AddAccount): Promise<AddedAccount> {
  demand(actor, 'administer', {})
  const { verify, ...given } = AddAccount.parse(wish)
  const { name, region, endpointUrl = null } = given
  if (await ports.accounts.account(name)) {
    throw new TrellisError(
      'already_exists',
      `There is an account ${name} already.`,
      'Choose another name, or remove it first.',
    )
  }
  const odd = oddRegion(region)
  const anyway = 'Nothing was added; `--no-verify` adds it all the same.'
  const place = { name, region, endpointUrl }
  const credentials = named(await ports.installation(), name, given.credentials)
  const accountId = verify ? await whose(ports, { ...place, credentials }, anyway, odd) : null
  const warnings = [...(odd ? [odd] : []), ...(await warningsOf(ports, { ...place, credentials }, verify))]
  const record = await sealed(ports, { ...place, accountId }, credentials)
  await ports.accounts.addAccount(record)
  ports.live.changed(null)
  return { ...showAccount(record), warnings }
}

const hints: Partial<Record<ErrorCode, string>> = {
  credentials_missing:
    'Give others: `--keys-from-stdin` takes access keys, `--role-arn` a role of AWS (`trellis account role --help`), and `--profile` a profile of a machine of yours that runs Trellis.',
  credentials_invalid: '',
}

/**
 * Now rather than in the first deployment: whoever types credentials is there to mend them.
 * @param odd what may be the reason, should it be refused
 */
export async function whose(ports: Ports, account: TargetAccount, anyway: string, odd?: string): Promise<string> {
  try {
    return (await ports.targets.access(account)).accountId
  } catch (error) {
    if (!(error instanceof TrellisError)) throw error
    // What is to be done with an account that there is does not help with credentials that were just given.
    const hint = (account.credentials.kind === 'role' && roleHint(account)) || (hints[error.code] ?? error.hint ?? '')
    const message = odd ? `${odd} ${error.message}` : error.message
    throw new TrellisError(error.code, message, `${hint} ${anyway}`.trim(), { cause: error })
  }
}

const roleHint = ({ name, region }: TargetAccount): string =>
  `\`trellis account role ${name} --region ${region}\` says how a role is made that lets Trellis in.`

/** @param verify whether AWS may be asked */
export async function warningsOf(ports: Ports, account: TargetAccount, verify: boolean): Promise<string[]> {
  const { credentials } = account
  if (credentials.kind === 'role' && verify && !(await ports.targets.asksForExternalId(account))) {
    return [
      `The role lets Trellis in without its external id. Make its trust depend on it: sts:ExternalId must be ${credentials.externalId}.`,
    ]
  }
  if (credentials.kind !== 'keys') return []
  return [tooShort('The secret access key', credentials.secretAccessKey)].filter(text => text !== undefined)
}

/** As it is recorded: what is secret of it can be read with the key of the vault only. */
export async function sealed(
  ports: Ports,
  place: Pick<AccountRecord, 'name' | 'region' | 'endpointUrl' | 'accountId'>,
  credentials: AccountCredentials,
): Promise<AccountRecord> {
  if (credentials.kind !== 'keys') return { ...place, credentials, secret: null }
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const secret = await ports.vault.seal(JSON.stringify({ secretAccessKey, sessionToken }), secretContext(place.name))
  return { ...place, credentials: { kind: 'keys', accessKeyId }, secret }
}

/** Without what is secret. */
export function showAccount({ secret: _, accountId, ...shown }: AccountRecord): Account {
  return { ...shown, accountId: accountId ?? shown.credentials.roleArn?.split(':')[4] ?? null }
}
