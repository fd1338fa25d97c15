import type { CloudFormationClient, Stack, StackEvent } from '@aws-sdk/client-cloudformation'
import { TrellisError } from '../../core/errors.ts'
import type { CloudOperations } from '../../core/ports/cloud-operations.ts'
import type { CloudAccess } from '../../core/ports/target-accounts.ts'
import { cloudFailure } from './aws-failure.ts'
import { cloudFormationFor, findStack, isValidation } from './cloudformation-client.ts'

const stackName = 'CDKToolkit'

/** As `cdk bootstrap` gives them where nobody says otherwise. */
const parametersIn = (region: string, policies: readonly string[]): Record<string, string> => ({
  CloudFormationExecutionPolicies: policies.join() || `arn:${partitionOf(region)}:iam::aws:policy/AdministratorAccess`,
  FileAssetsBucketKmsKeyId: 'AWS_MANAGED_KEY',
  PublicAccessBlockConfiguration: 'true',
})

/** As ARNs there begin with it. */
const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'

/**
 * Makes the CDK's own stack by CloudFormation alone, where the CDK is too large to be and no call lasts as long as that takes:
 * the first call begins it, later ones tell how far it is.
 * @param template of the CDK, as its library brings it along
 */
export function prepareForCdk(template: () => Promise<string>): CloudOperations['bootstrap'] {
  return async (access, policies, onLine) => {
    const client = await cloudFormationFor(access)
    try {
      return await look(client, access.region, policies, await template(), onLine)
    } catch (error) {
      if (isBegun(error)) return 'going-on'
      throw failureOf(error, access)
    }
  }
}

async function look(
  client: CloudFormationClient,
  region: string,
  policies: readonly string[],
  template: string,
  onLine: (text: string) => void,
): Promise<'ready' | 'going-on'> {
  const { CreateStackCommand, UpdateStackCommand } = await import('./sdk/stacks.ts')
  const stack = await findStack(client, stackName)
  const body = { StackName: stackName, TemplateBody: template, Capabilities: ['CAPABILITY_NAMED_IAM' as const] }
  if (!stack) {
    const chosen = Object.entries(parametersIn(region, policies)).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    }))
    await client.send(new CreateStackCommand({ ...body, Parameters: chosen }))
    onLine(`The stack ${stackName} is being made.`)
    return 'going-on'
  }
  const status = stack.StackStatus ?? ''
  // Other apps are deployed by it: to take rights from these is for whoever knows of all of them.
  const kept = given(stack, 'CloudFormationExecutionPolicies')
  if (policies.length > 0 && kept !== policies.join()) onLine(`${stackName} keeps what it may do: ${kept}.`)
  // What waits for somebody to run its first change set does not go on by itself.
  if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') {
    onLine(`${stackName}: ${status}`)
    return 'going-on'
  }
  if (/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status) && versionOf(stack) >= versionIn(template)) {
    onLine(`${stackName} stands, version ${versionOf(stack)}.`)
    return 'ready'
  }
  // An update that was taken back would be taken back again: somebody has to look.
  if (!/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) throw await broken(client, status)
  const before = (stack.Parameters ?? []).map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true }))
  await client.send(new UpdateStackCommand({ ...body, Parameters: before }))
  onLine(`${stackName} is brought from version ${versionOf(stack)} to ${versionIn(template)}.`)
  return 'going-on'
}

/** By somebody else, or by a call whose answer was lost. */
const isBegun = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'AlreadyExistsException' ||
    (isValidation(error) && / is in \w+_IN_PROGRESS state/.test(error.message)))

const given = ({ Parameters }: Stack, name: string): string =>
  Parameters?.find(one => one.ParameterKey === name)?.ParameterValue ?? ''

const versionOf = ({ Outputs }: Stack): number =>
  Number(Outputs?.find(one => one.OutputKey === 'BootstrapVersion')?.OutputValue ?? 0)

/** Where the template itself says it; the CDK holds both places equal. */
const versionIn = (template: string): number =>
  Number(/\/cdk-bootstrap\/\$\{Qualifier\}\/version'[\s\S]{0,200}?Value: '(\d+)'/.exec(template)?.[1] ?? 0)

/** What failed first since it last began is the cause; what CloudFormation cancelled for it comes later. */
async function broken(client: CloudFormationClient, status: string): Promise<TrellisError> {
  const { DescribeStackEventsCommand } = await import('./sdk/stacks.ts')
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: stackName }))
  const begun = StackEvents.findIndex(isBeginning)
  const last = begun < 0 ? StackEvents : StackEvents.slice(0, begun)
  const cause = last.findLast(one => one.ResourceStatus?.endsWith('_FAILED'))
  const why = cause ? `: ${cause.LogicalResourceId}, ${cause.ResourceStatusReason}` : ''
  return new TrellisError(
    'account_not_bootstrapped',
    `The stack ${stackName} is ${status}${why}.`,
    `Mend that and the stack ${stackName} in CloudFormation, by deleting it if nothing was deployed with it yet; then prepare the account again.`,
  )
}

const isBeginning = ({ PhysicalResourceId, StackId, ResourceStatus }: StackEvent): boolean =>
  PhysicalResourceId === StackId && /^(CREATE|UPDATE|IMPORT)_IN_PROGRESS$/.test(ResourceStatus ?? '')

function failureOf(error: unknown, { accountId, region }: CloudAccess): TrellisError {
  if (error instanceof Error && /^AccessDenied/.test(error.name))
    return new TrellisError(
      'account_not_bootstrapped',
      `The account's role may not prepare ${accountId} for the CDK: ${error.message}`,
      `Run the bootstrap of the CDK for aws://${accountId}/${region} where you are signed in to that account, or let Trellis assume a role of the access \`administrator\`.`,
      { cause: error },
    )
  return cloudFailure(error, `CloudFormation in the account ${accountId}`)
}
