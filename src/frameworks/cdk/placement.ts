import type { Failure } from '../../contract/deployment.ts'
import type { Naming } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'
import type { AssemblyStack } from './assembly.ts'

/**
 * Whether the environment stands somewhere else already. Credentials and profiles change outside of Trellis: without
 * this, the environment would be built a second time where they lead now, and a teardown would find nothing.
 */
export function checkRecordedPlace(
  recorded: Naming | null,
  place: { accountId: string; region: string },
  environment: string,
): Failure | undefined {
  if (recorded === null || (recorded.accountId === place.accountId && recorded.region === place.region))
    return undefined
  return failure(
    'account_mismatch',
    null,
    `${environment} stands in the account ${recorded.accountId}, ${recorded.region}, but its credentials lead to ${place.accountId}, ${place.region}.`,
    'Use the former account and region, or tear the environment down there first.',
  )
}

/**
 * Whether the code insists on a place that is not the environment's. Another account is never reached by accident;
 * a single stack in another region is usual (a certificate for CloudFront), all of them there are a mistake.
 */
export function checkPlacement(
  stacks: readonly Pick<AssemblyStack, 'name' | 'account' | 'region'>[],
  place: { accountId: string; region: string },
): Failure | undefined {
  const elsewhere = stacks.find(stack => stack.account !== null && stack.account !== place.accountId)
  if (elsewhere)
    return failure(
      'account_mismatch',
      null,
      `The stack ${elsewhere.name} names the account ${elsewhere.account}, the environment deploys to ${place.accountId}.`,
      'Choose the account with `trellis environment set --account`, or let the code take it from CDK_DEFAULT_ACCOUNT.',
    )
  const [first] = stacks
  if (first && stacks.every(stack => stack.region !== null && stack.region !== place.region))
    return failure(
      'account_mismatch',
      null,
      `The stack ${first.name} names the region ${first.region}, the environment deploys to ${place.region}.`,
      'Give the environment an account of that region, or let the code take it from CDK_DEFAULT_REGION.',
    )
  return undefined
}
