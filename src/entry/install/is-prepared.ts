import { TrellisError } from '../../core/errors.ts'
import type { Session } from '../../runner/cdk/session.ts'

/** By which an assembly that says nothing else looks for the CDK's roles. */
const usual = 'hnb659fds'
const beside = `CDKToolkit-${usual}`

/** Whether the account is prepared for the CDK in this region. @throws TrellisError account_not_bootstrapped: it is, under a name that its roles are not looked for */
export async function isPrepared({ stacks, access }: Pick<Session, 'stacks' | 'access'>): Promise<boolean> {
  const toolkit = await stacks.describe({ name: 'CDKToolkit' })
  const given = toolkit?.Parameters?.find(one => one.ParameterKey === 'Qualifier')?.ParameterValue
  if (!given || given === usual) return toolkit !== undefined
  if (await stacks.describe({ name: beside })) return true
  throw new TrellisError(
    'account_not_bootstrapped',
    `The account ${access.accountId} is prepared for the CDK in ${access.region} with the qualifier ${given}, and Trellis is deployed by roles of the usual one, ${usual}.`,
    `\`npx cdk bootstrap --toolkit-stack-name ${beside} --qualifier ${usual} aws://${access.accountId}/${access.region}\` prepares it for this one as well.`,
  )
}
