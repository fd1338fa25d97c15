import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { findPrincipal } from '../../core/account/principal.ts'
import { clientConfig } from '../../runner/cdk/aws-client.ts'
import type { Cloud } from './cloud.ts'

export interface Permissions {
  /** As IAM names them: `cloudformation:DescribeStacks`. */
  missing: string[]
  /** Why nobody can tell; null: they were looked at. */
  unknown: string | null
}

interface Need {
  actions: string[]
  resource: string
}

/** What the installer calls itself. The stack is made by the roles that the CDK prepared, which it may use or has to make first. */
function needsOf(arn: ArnOf, name: string, { prepared, domain }: Plan): Need[] {
  const stack = (called: string) => arn('cloudformation', `stack/${called}/*`)
  const own = name.toLowerCase()
  const needs: Need[] = [
    {
      actions: ['DescribeStacks', 'DescribeStackEvents', 'GetTemplate', 'ListStackResources'].map(of('cloudformation')),
      resource: stack(name),
    },
    // The first link and session are written into the records.
    {
      actions: ['GetItem', 'PutItem', 'Query'].map(of('dynamodb')),
      resource: arn('dynamodb', `table/${name}-Records`),
    },
    {
      actions: ['GetObject', 'PutObject', 'DeleteObject'].map(of('s3')),
      resource: arn('s3', `${own}-site/index.html`, false),
    },
    { actions: ['s3:ListBucket'], resource: arn('s3', `${own}-site`, false) },
    ...(domain ? domainNeeds : []),
  ]
  const { account, region } = arn
  if (prepared) {
    const roles = ['deploy', 'file-publishing'].map(role => `role/cdk-hnb659fds-${role}-role-${account}-${region}`)
    return [...needs, ...roles.map(role => ({ actions: ['sts:AssumeRole'], resource: arn('iam', role, false) }))]
  }
  const role = arn('iam', `role/cdk-hnb659fds-deploy-role-${account}-${region}`, false)
  return [
    ...needs,
    {
      actions: ['CreateChangeSet', 'DescribeChangeSet', 'ExecuteChangeSet'].map(of('cloudformation')),
      resource: stack('CDKToolkit'),
    },
    { actions: ['CreateRole', 'PutRolePolicy', 'AttachRolePolicy', 'GetRole'].map(of('iam')), resource: role },
    {
      actions: ['CreateBucket', 'PutBucketPolicy', 'PutEncryptionConfiguration', 'PutBucketVersioning'].map(of('s3')),
      resource: arn('s3', `cdk-hnb659fds-assets-${account}-${region}`, false),
    },
    { actions: ['ecr:CreateRepository'], resource: arn('ecr', 'repository/cdk-hnb659fds-container-assets') },
    { actions: ['ssm:PutParameter'], resource: arn('ssm', 'parameter/cdk-bootstrap/hnb659fds/version') },
  ]
}

/** Of the certificate's stack, which is made with what whoever installs may do. */
const domainNeeds: Need[] = [
  {
    actions: ['CreateStack', 'DescribeStacks', 'DescribeStackEvents', 'DeleteStack'].map(
      one => `cloudformation:${one}`,
    ),
    resource: '*',
  },
  {
    actions: ['RequestCertificate', 'DescribeCertificate', 'DeleteCertificate'].map(one => `acm:${one}`),
    resource: '*',
  },
  {
    actions: ['ListHostedZonesByName', 'ChangeResourceRecordSets', 'GetChange'].map(one => `route53:${one}`),
    resource: '*',
  },
]

/** What is ahead. */
interface Plan {
  /** Whether the account is prepared for the CDK. */
  prepared: boolean
  domain: boolean
}

const of = (service: string) => (action: string) => `${service}:${action}`

/** Asks IAM what whoever installs may do. Boundaries of an organisation it does not know of: those are told by the deployment. */
export async function permissionsOf(cloud: Cloud, name: string, plan: Plan): Promise<Permissions> {
  const { identity } = cloud
  const { partition, principal } = findPrincipal(identity)
  // The owner of the account may everything, and IAM simulates nothing for it.
  if (principal === 'root') return { missing: [], unknown: null }
  const { accountId: account, region } = cloud.access
  const arn: ArnOf = Object.assign(
    (service: string, resource: string, isRegional = true) =>
      `arn:${partition}:${service}:${isRegional ? region : ''}:${service === 's3' ? '' : account}:${resource}`,
    { account, region },
  )
  const client = new IAMClient(clientConfig(cloud.access, undefined))
  try {
    const source = await sourceOf(client, identity)
    const missing: string[] = []
    for (const { actions, resource } of needsOf(arn, name, plan)) {
      const { EvaluationResults = [] } = await client.send(
        new SimulatePrincipalPolicyCommand({
          ...{ PolicySourceArn: source, ActionNames: actions, ResourceArns: [resource] },
        }),
      )
      const refused = EvaluationResults.filter(one => one.EvalDecision !== 'allowed')
      missing.push(...refused.map(one => `${one.EvalActionName} (${resource})`))
    }
    return { missing, unknown: null }
  } catch (error) {
    // Whoever may not ask may still be allowed to install.
    return { missing: [], unknown: error instanceof Error ? error.message : String(error) }
  } finally {
    client.destroy()
  }
}

interface ArnOf {
  (service: string, resource: string, isRegional?: boolean): string
  account: string
  region: string
}

/** IAM knows a role by its path, which the name of a session lacks. */
async function sourceOf(client: IAMClient, identity: string): Promise<string> {
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(identity) ?? []
  if (!RoleName) return identity
  const { Role } = await client.send(new GetRoleCommand({ RoleName }))
  return Role?.Arn ?? identity
}
