import type { OwnNames } from './own-names.ts'

export interface Need {
  actions: string[]
  resource: string
}

/** What is ahead. */
export interface Plan {
  /** Whether the account is prepared for the CDK. */
  prepared: boolean
  domain: boolean
}

/** Where it is to be done, as ARNs say it. */
export interface ArnPlace {
  partition: string
  account: string
  region: string
}

/** What an installer calls with its own permissions; all else is done by the roles that the CDK prepared, which it may use or has to make first. */
export interface Needs {
  /** To install and to upgrade. */
  install: Need[]
  /** To take up what a failed attempt left, and to uninstall, with the data. */
  remove: Need[]
}

const of = (service: string, ...actions: string[]): string[] => actions.map(action => `${service}:${action}`)

export function needsOf(place: ArnPlace, name: string, own: OwnNames, plan: Plan): Needs {
  const { partition, account, region } = place
  const arn = (service: string, resource: string, where = region) =>
    `arn:${partition}:${service}:${where}:${account}:${resource}`
  const s3 = (resource: string) => `arn:${partition}:s3:::${resource}`
  const stack = arn('cloudformation', `stack/${name}/*`)
  const toolkit = arn('cloudformation', 'stack/CDKToolkit/*')
  const cdkRole = (role: string) => arn('iam', `role/cdk-hnb659fds-${role}-role-${account}-${region}`, '')
  const table = arn('dynamodb', `table/${own.table}`)
  const domainStack = arn('cloudformation', `stack/${name}-domain-1a2b3c4d/*`, 'us-east-1')
  const domain: Need[] = [
    // Of the certificate's stack, which is made with what whoever installs may do.
    { actions: of('cloudformation', 'CreateStack', 'DescribeStacks', 'DescribeStackEvents'), resource: domainStack },
    { actions: of('acm', 'RequestCertificate', 'DescribeCertificate', 'AddTagsToCertificate'), resource: '*' },
    { actions: of('route53', 'ListHostedZonesByName', 'ChangeResourceRecordSets', 'GetChange'), resource: '*' },
  ]
  const withoutDomain: Need[] = [
    { actions: of('cloudformation', 'DeleteStack'), resource: domainStack },
    { actions: of('acm', 'DeleteCertificate'), resource: '*' },
  ]
  return {
    install: [
      {
        actions: of('cloudformation', 'DescribeStacks', 'DescribeStackEvents', 'GetTemplate', 'ListStackResources'),
        resource: stack,
      },
      { actions: ['cloudformation:DescribeStacks'], resource: toolkit },
      // The first link and session are written into the records.
      { actions: of('dynamodb', 'GetItem', 'PutItem', 'DeleteItem', 'Query'), resource: table },
      { actions: ['dynamodb:Query'], resource: `${table}/index/list` },
      { actions: of('s3', 'GetObject', 'PutObject', 'DeleteObject'), resource: s3(`${own.pages}/index.html`) },
      { actions: ['s3:ListBucket'], resource: s3(own.pages) },
      ...(plan.domain ? domain : []),
      ...(plan.prepared
        ? ['deploy', 'file-publishing'].map(role => ({ actions: ['sts:AssumeRole'], resource: cdkRole(role) }))
        : preparing(place, toolkit, cdkRole)),
    ],
    remove: [
      {
        actions: of('cloudformation', 'DeleteStack', 'UpdateTerminationProtection', 'ContinueUpdateRollback'),
        resource: stack,
      },
      // What was kept by stacks that are gone, certificates of domains, and whether another stack has taken in what was kept.
      { actions: of('cloudformation', 'ListStacks', 'DescribeStacks', 'DescribeStackResources'), resource: '*' },
      { actions: ['ecs:ListTasks'], resource: '*' },
      { actions: of('ecs', 'StopTask', 'DescribeTasks'), resource: arn('ecs', `task/${own.cluster}/1a2b3c4d`) },
      { actions: of('dynamodb', 'DescribeTable', 'UpdateTable', 'DeleteTable'), resource: table },
      ...[own.pages, own.objects].flatMap(bucket => [
        { actions: of('s3', 'ListBucket', 'ListBucketVersions', 'DeleteBucket'), resource: s3(bucket) },
        { actions: of('s3', 'DeleteObject', 'DeleteObjectVersion'), resource: s3(`${bucket}/any`) },
      ]),
      {
        actions: of('secretsmanager', 'DescribeSecret', 'DeleteSecret'),
        resource: arn('secretsmanager', `secret:${own.key}`),
      },
      ...(plan.domain ? withoutDomain : []),
    ],
  }
}

const cdkRoles = ['deploy', 'file-publishing', 'image-publishing', 'lookup', 'cfn-exec']

/** What the stack CDKToolkit is made with: it has no role of the CDK's, since it makes them. And the role of ECS, before its first cluster. */
function preparing(
  { partition, account, region }: ArnPlace,
  toolkit: string,
  cdkRole: (role: string) => string,
): Need[] {
  const bucket = `arn:${partition}:s3:::cdk-hnb659fds-assets-${account}-${region}`
  const repository = `arn:${partition}:ecr:${region}:${account}:repository/cdk-hnb659fds-container-assets-${account}-${region}`
  const parameter = `arn:${partition}:ssm:${region}:${account}:parameter/cdk-bootstrap/hnb659fds/version`
  const ecsRole = `arn:${partition}:iam::${account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`
  const stack = ['CreateChangeSet', 'DescribeChangeSet', 'ExecuteChangeSet', 'DeleteChangeSet', 'DescribeStackEvents']
  const role = ['CreateRole', 'GetRole', 'TagRole', 'AttachRolePolicy', 'PutRolePolicy', 'GetRolePolicy']
  const stored = ['PutEncryptionConfiguration', 'PutBucketVersioning', 'PutBucketPublicAccessBlock']
  return [
    {
      actions: of('cloudformation', ...stack, 'GetTemplate', 'UpdateTerminationProtection'),
      resource: toolkit,
    },
    ...cdkRoles.map(one => ({ actions: of('iam', ...role), resource: cdkRole(one) })),
    ...['deploy', 'file-publishing'].map(one => ({ actions: ['sts:AssumeRole'], resource: cdkRole(one) })),
    {
      actions: of('s3', 'CreateBucket', ...stored, 'PutLifecycleConfiguration', 'PutBucketPolicy', 'GetBucketPolicy'),
      resource: bucket,
    },
    {
      actions: of('ecr', 'CreateRepository', 'DescribeRepositories', 'PutLifecyclePolicy', 'SetRepositoryPolicy'),
      resource: repository,
    },
    { actions: of('ssm', 'PutParameter', 'GetParameters'), resource: parameter },
    // Where nobody has prepared anything, nothing ever ran in ECS either.
    { actions: ['iam:CreateServiceLinkedRole'], resource: ecsRole },
  ]
}
