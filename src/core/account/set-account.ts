import { type AddedAccount, SetAccount } from '../../contract/account.ts'
import type { Environment } from '../../contract/app.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { sealed, showAccount, warningsOf, whose } from './add-account.ts'
import { named } from './external-id.ts'
import { findAccount } from './find-account.ts'
import { openAccount } from './target-account.ts'

/**
 * Other credentials, such as keys that were rotated, for an account that environments may use meanwhile: those of the same AWS account.
 * @throws TrellisError account_not_found, account_in_use, and as TargetAccounts.access unless they are not to be verified
 */
export async function setAccount(ports: Ports, actor: Asker, name: string, wish: SetAccount): Promise<AddedAccount> {
  demand(actor, 'administer', {})
  const { credentials: given, verify } = SetAccount.parse(wish)
  const { region, endpointUrl } = await findAccount(ports, name)
  const place = { name, region, endpointUrl }
  const credentials = named(await ports.installation(), name, given)
  const anyway = 'Nothing was changed; `--no-verify` takes them all the same.'
  const accountId = verify ? await whose(ports, { ...place, credentials }, anyway) : null
  if (accountId !== null) await refuseOtherAccount(ports, name, accountId)
  const warnings = await warningsOf(ports, { ...place, credentials }, verify)
  const record = await sealed(ports, { ...place, accountId }, credentials)
  if (!(await ports.accounts.replaceAccount(record))) await findAccount(ports, name)
  ports.live.changed(null)
  return { ...showAccount(record), warnings }
}

/** What stands in one AWS account cannot be changed or torn down by way of another. */
async function refuseOtherAccount(ports: Ports, name: string, accountId: string): Promise<void> {
  const users = await usersOf(ports, name)
  if (users.length === 0) return
  const standing = await firstStanding(ports, users)
  const [user] = users
  const former = standing?.accountId ?? (await formerAccount(ports, name))
  if (former === undefined || former === accountId) return
  const who = standing?.user ?? user
  throw new TrellisError(
    'account_in_use',
    `${who?.app}/${who?.name} deploys to the AWS account ${former} by ${name}, and these credentials are of ${accountId}.`,
    'Nothing was changed. Give credentials of the same AWS account, or add this one under another name.',
  )
}

async function usersOf(ports: Ports, name: string): Promise<Environment[]> {
  const apps = await ports.apps.apps()
  const all = await Promise.all(apps.map(app => ports.apps.environments(app.name)))
  return all.flat().filter(one => one.account === name)
}

async function firstStanding(ports: Ports, users: readonly Environment[]) {
  for (const user of users) {
    const { naming, status } = await ports.deployments.environment(user.app, user.name)
    if (naming && status !== 'empty' && status !== 'removed') return { user, accountId: naming.accountId }
  }
  return undefined
}

/** Undefined: the former credentials no longer work, which is why they are replaced. */
async function formerAccount(ports: Ports, name: string): Promise<string | undefined> {
  try {
    return (await ports.targets.access(await openAccount(ports, name))).accountId
  } catch (error) {
    if (error instanceof TrellisError) return undefined
    throw error
  }
}
