import type { Session } from './session.ts'

/**
 * Prepares the account and region for the CDK; a no-op where that is done.
 * @param policies ARNs of what its execution role may do; none: as it was, and at first everything
 */
export async function bootstrap(session: Session, policies: readonly string[] = []): Promise<void> {
  const { BootstrapEnvironments, BootstrapStackParameters } = await import('@aws-cdk/toolkit-lib')
  const toolkit = await session.toolkit()
  const { accountId, region } = session.access
  const environments = BootstrapEnvironments.fromList([`aws://${accountId}/${region}`])
  const chosen = {
    parameters: BootstrapStackParameters.withExisting({ cloudFormationExecutionPolicies: [...policies] }),
  }
  await toolkit.bootstrap(environments, policies.length > 0 ? chosen : {})
}
