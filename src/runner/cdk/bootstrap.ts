import type { Session } from './session.ts'

/** Prepares the account and region for the CDK; a no-op where that is done. */
export async function bootstrap(session: Session): Promise<void> {
  const { BootstrapEnvironments } = await import('@aws-cdk/toolkit-lib')
  const toolkit = await session.toolkit()
  const { accountId, region } = session.access
  await toolkit.bootstrap(BootstrapEnvironments.fromList([`aws://${accountId}/${region}`]))
}
