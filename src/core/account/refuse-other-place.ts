import type { Naming } from '../../contract/job.ts'
import { TrellisError } from '../errors.ts'
import type { CloudAccess } from '../ports/target-accounts.ts'

/**
 * What stands somewhere is changed there or not at all: with other credentials it would be built anew in the other place, and a
 * teardown would find nothing.
 * @throws TrellisError account_mismatch
 */
export function refuseOtherPlace(naming: Naming | null, { accountId, region }: CloudAccess, environment: string): void {
  if (!naming || (naming.accountId === accountId && naming.region === region)) return
  throw new TrellisError(
    'account_mismatch',
    `${environment} stands in account ${naming.accountId}, ${naming.region}, but its credentials lead to ${accountId}, ${region}.`,
    'Use the former account and region, or tear the environment down there first.',
  )
}
