import {
  CloudFormationClient,
  CreateStackCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import type { TargetRole } from '../../contract/target-role.ts'
import { TrellisError } from '../../core/errors.ts'
import { clientConfig } from '../../runner/cdk/aws-client.ts'
import { firstCause } from '../../runner/cdk/stack-events.ts'
import { type Cloud, openCloud, type Place, type Say } from './cloud.ts'
import { makeReady } from './make-ready.ts'

export interface MadeRole {
  roleArn: string
  account: string
  /** Of an emulator, where the role is there. */
  endpointUrl: string | null
}

export interface RolePlace extends Pick<Place, 'region' | 'profile'> {
  /** The AWS account that it has to be; null: whichever the credentials lead to. */
  account: string | null
}

/**
 * Makes the role of an account where the credentials of whoever asks lead to: its template is deployed, as behind its link. One that
 * stands is brought up to date, and what is left of an attempt that failed is removed first.
 * @throws TrellisError credentials_…, account_mismatch, permissions_missing, already_exists: it is another Trellis's, installation_failed
 */
export async function makeRole(place: RolePlace, role: TargetRole, say: Say): Promise<MadeRole> {
  const cloud = await openCloud({ ...place, name: role.roleName }, say)
  return makeRoleIn(cloud, place.account, role, say)
}

export async function makeRoleIn(
  cloud: Pick<Cloud, 'access' | 'session'>,
  expected: string | null,
  role: TargetRole,
  say: Say,
): Promise<MadeRole> {
  const { accountId, region, endpointUrl } = cloud.access
  if (expected !== null && expected !== accountId) throw otherAccount(expected, accountId)
  const client = new CloudFormationClient(clientConfig(cloud.access, undefined))
  try {
    say(`Making the role ${role.roleName} in the AWS account ${accountId}.`)
    refuseOthers(await standing(cloud, role), role)
    await makeReady(cloud.session, role.roleName, say)
    const since = new Date(Date.now() - 1_000)
    const changes = await begin(client, await standing(cloud, role), role)
    const stack = await standing(cloud, role)
    const roleArn = stack?.Outputs?.find(one => one.OutputKey === 'RoleArn')?.OutputValue
    if (roleArn && (changes ? whole : asItWas).test(stack.StackStatus ?? '')) {
      return { roleArn, account: accountId, endpointUrl }
    }
    throw await notMade(cloud, stack, role.roleName, { region, since })
  } catch (error) {
    throw refusedBy(error, accountId)
  } finally {
    client.destroy()
  }
}

const whole = /^(CREATE|UPDATE)_COMPLETE$/
/** An update of before may have failed: where there is nothing to change, what it went back to is what is wanted. */
const asItWas = /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/

/** When nothing goes on there any more. */
const standing = ({ session }: Pick<Cloud, 'session'>, { roleName }: TargetRole): Promise<Stack | undefined> =>
  session.stacks.stable({ name: roleName, region: undefined }, session.pollMs)

function refuseOthers(before: Stack | undefined, role: TargetRole): void {
  const id = before?.Parameters?.find(one => one.ParameterKey === 'ExternalId')?.ParameterValue
  if (!before || id === role.externalId) return
  throw new TrellisError(
    'already_exists',
    `A stack ${role.roleName} stands there, and it is not of this Trellis.`,
    'Give the account another name.',
  )
}

/** @returns whether anything changes by it. */
async function begin(client: CloudFormationClient, before: Stack | undefined, role: TargetRole): Promise<boolean> {
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
  else return client.send(new UpdateStackCommand(stack)).then(() => true, unchanged)
  return true
}

/** It says so in words alone. */
function unchanged(error: unknown): false {
  if (!(error instanceof Error && /No updates are to be performed/.test(error.message))) throw error
  return false
}

const otherAccount = (expected: string, found: string) =>
  new TrellisError(
    'account_mismatch',
    `The account is the AWS account ${expected}, and the credentials lead to ${found}.`,
    `Name a profile of ${expected} with --profile, or give this one a name of its own.`,
  )

/** By what failed first, where CloudFormation tells. */
async function notMade(
  { session }: Pick<Cloud, 'session'>,
  stack: Stack | undefined,
  name: string,
  { region, since }: { region: string; since: Date },
): Promise<TrellisError> {
  const events = stack ? await session.stacks.events({ name: stack.StackId ?? name }, since, 100).catch(() => []) : []
  const why = firstCause(events)?.ResourceStatusReason ?? stack?.StackStatusReason
  const said = `The role ${name} could not be made: ${why ?? `its stack is ${stack?.StackStatus ?? 'gone'}`}.`
  if (/already exists/i.test(why ?? '')) {
    return new TrellisError('already_exists', said, `Delete the role ${name} in IAM, or give the account another name.`)
  }
  const denied = deniedIn(why ?? '')
  if (denied) return lacking(said, denied)
  return new TrellisError('installation_failed', said, `Look at the events of the stack in ${region}, and try again.`)
}

/** What whoever asks may not do, as AWS words it: `… is not authorized to perform: iam:CreateRole on resource: …`. */
const deniedIn = (text: string): string | undefined => /not authorized to perform: ([\w-]+:\w+)/.exec(text)?.[1]

const lacking = (said: string, action: string) =>
  new TrellisError(
    'permissions_missing',
    said,
    `Have ${action} allowed to you there, or send the link that \`trellis account role\` gives to somebody who may.`,
  )

function refusedBy(error: unknown, account: string): unknown {
  if (!(error instanceof Error) || error instanceof TrellisError) return error
  const denied = deniedIn(error.message)
  if (!denied) return error
  return lacking(`Your credentials may not do what makes a role in the AWS account ${account}: ${denied}.`, denied)
}
