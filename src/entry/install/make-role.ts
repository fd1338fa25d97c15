import {
  CloudFormationClient,
  CreateStackCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import type { TargetRole } from '../../contract/target-role.ts'
import { TrellisError } from '../../core/errors.ts'
import { clientConfig } from '../../runner/cdk/aws-client.ts'
import { type Cloud, openCloud, type Place, type Say } from './cloud.ts'

export interface MadeRole {
  roleArn: string
  account: string
  /** Of an emulator, where the role is there. */
  endpointUrl: string | null
}

/**
 * Makes the role of an account where the credentials of whoever asks lead to: its template is deployed, as behind its link. One that
 * stands is brought up to date. @throws TrellisError credentials_…, already_exists: it is another Trellis's, installation_failed
 */
export async function makeRole(place: Omit<Place, 'name'>, role: TargetRole, say: Say): Promise<MadeRole> {
  const cloud = await openCloud({ ...place, name: role.roleName }, say)
  const { accountId, region, endpointUrl } = cloud.access
  const client = new CloudFormationClient(clientConfig(cloud.access, undefined))
  try {
    say(`Making the role ${role.roleName} in the AWS account ${accountId}.`)
    const before = await standing(cloud, role)
    await begin(client, before, role)
    const stack = await standing(cloud, role)
    const roleArn = stack?.Outputs?.find(one => one.OutputKey === 'RoleArn')?.OutputValue
    if (roleArn && /^(CREATE|UPDATE)_COMPLETE$/.test(stack.StackStatus ?? '')) {
      return { roleArn, account: accountId, endpointUrl }
    }
    throw new TrellisError(
      'installation_failed',
      `CloudFormation could not make the role: the stack ${role.roleName} is ${stack?.StackStatus ?? 'gone'}${stack?.StackStatusReason ? `, ${stack.StackStatusReason}` : ''}.`,
      `Look at its events in ${region}, delete it, and try again.`,
    )
  } finally {
    client.destroy()
  }
}

/** When nothing goes on there any more. */
const standing = ({ session }: Cloud, { roleName }: TargetRole): Promise<Stack | undefined> =>
  session.stacks.stable({ name: roleName, region: undefined }, session.pollMs)

async function begin(client: CloudFormationClient, before: Stack | undefined, role: TargetRole): Promise<void> {
  const id = before?.Parameters?.find(one => one.ParameterKey === 'ExternalId')?.ParameterValue
  if (before && id !== role.externalId) {
    throw new TrellisError(
      'already_exists',
      `A stack ${role.roleName} stands there, and it is not of this Trellis.`,
      'Give the account another name.',
    )
  }
  const stack = {
    StackName: role.roleName,
    TemplateBody: role.template,
    Capabilities: ['CAPABILITY_NAMED_IAM' as const],
    Parameters: Object.entries(role.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
  }
  if (!before) await client.send(new CreateStackCommand(stack))
  else await client.send(new UpdateStackCommand(stack)).catch(unchanged)
}

/** It says so in words alone. */
function unchanged(error: unknown): void {
  if (!(error instanceof Error && /No updates are to be performed/.test(error.message))) throw error
}
