import { CdkFailure } from './events.ts'
import { notBootstrapped } from './failures.ts'
import type { Session } from './session.ts'

/**
 * Whether anybody ever prepared the account and region for the CDK, under whatever name: an app may want a toolkit stack of its
 * own. Where nobody may look, nothing is said: the deployment finds out.
 * @throws CdkFailure account_not_bootstrapped
 */
export async function checkBootstrap({ access, stacks }: Pick<Session, 'access' | 'stacks'>): Promise<void> {
  const usual = await stacks.describe({ name: 'CDKToolkit' }).catch(() => null)
  if (usual !== undefined) return
  const all = await stacks.tagged({}).catch(() => null)
  if (!all || all.some(stack => stack.Outputs?.some(output => output.OutputKey === 'BootstrapVersion'))) return
  throw new CdkFailure(notBootstrapped({ account: access.accountId, region: access.region }))
}
