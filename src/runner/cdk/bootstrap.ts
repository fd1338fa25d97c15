import type { Session } from './session.ts'

/**
 * Prepares the account and region for the CDK; a no-op where that is done.
 * @param policies ARNs of what its execution role may do, where nobody has prepared it yet; none: everything
 */
export async function bootstrap(session: Session, policies: readonly string[] = []): Promise<void> {
  const { BootstrapEnvironments, BootstrapStackParameters } = await import('@aws-cdk/toolkit-lib')
  const toolkit = await session.toolkit()
  const { accountId, region } = session.access
  const environments = BootstrapEnvironments.fromList([`aws://${accountId}/${region}`])
  const parameters = BootstrapStackParameters.withExisting({ cloudFormationExecutionPolicies: [...policies] })
  const chosen = policies.length > 0 && !(await keeps(session))
  await toolkit.bootstrap(environments, chosen ? { parameters } : {})
}

/** Other apps are deployed by it: to take rights from these is for whoever knows of all of them. */
async function keeps({ stacks, link }: Session): Promise<boolean> {
  const isThere = (await stacks.describe({ name: 'CDKToolkit' })) !== undefined
  if (isThere) link.say('The account is prepared for the CDK already: what that may do there stays as it is.')
  return isThere
}
