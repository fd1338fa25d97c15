import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs'
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { TargetRole } from '../../../src/contract/target-role.ts'
import { clientConfig } from '../../support/emulator.ts'
import { until } from '../../support/pipeline/until.ts'
import { functionsOf } from './functions.ts'

export async function outputsOf(endpoint: string, name: string): Promise<Record<string, string | undefined>> {
  const client = new CloudFormationClient(clientConfig({ endpoint }))
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }))
  client.destroy()
  return Object.fromEntries((Stacks[0]?.Outputs ?? []).map(one => [one.OutputKey, one.OutputValue]))
}

/** A small stack in the place of an installation: with a version, one that says so and has a bucket that stays. */
export async function standIn(
  endpoint: string,
  name: string,
  tags: Record<string, string>,
  version = '',
): Promise<void> {
  const client = new CloudFormationClient(clientConfig({ endpoint }))
  const Properties = { BucketName: `${name}-kept` }
  const Kept = { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain', Properties }
  const template = version
    ? { Resources: { Kept }, Outputs: { Version: { Value: version } } }
    : { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  await create(client, { StackName: name, TemplateBody: JSON.stringify(template), Tags })
  client.destroy()
}

/** As somebody does by mistake. */
export async function deleteStack(endpoint: string, name: string): Promise<void> {
  const client = new CloudFormationClient(clientConfig({ endpoint }))
  await client.send(new DeleteStackCommand({ StackName: name })).finally(() => client.destroy())
}

/** The role of an account, as somebody makes it who follows the link. @returns its ARN */
export async function makeRole(endpoint: string, { roleName, template, parameters }: TargetRole): Promise<string> {
  const client = new CloudFormationClient(clientConfig({ endpoint }))
  await create(client, {
    ...{ StackName: roleName, TemplateBody: template, Capabilities: ['CAPABILITY_NAMED_IAM'] },
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  })
  client.destroy()
  return (await outputsOf(endpoint, roleName)).RoleArn ?? ''
}

async function create(client: CloudFormationClient, stack: CreateStackCommandInput & { StackName: string }) {
  await client.send(new CreateStackCommand(stack))
  await until(`the stack ${stack.StackName}`, async () => {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack.StackName }))
    return Stacks[0]?.StackStatus === 'CREATE_COMPLETE'
  })
}

/** All in an account that could be left of an installation, but for what the CDK itself keeps there, and the role of ECS. */
export async function whatStands(endpoint: string): Promise<Record<string, (string | undefined)[]>> {
  const config = clientConfig({ endpoint })
  const clients = {
    formation: new CloudFormationClient(config),
    dynamo: new DynamoDBClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    secrets: new SecretsManagerClient(config),
    logs: new CloudWatchLogsClient(config),
    roles: new IAMClient(config),
    ecs: new ECSClient(config),
  }
  const [stacks, tables, buckets, secrets, logs, roles, clusters, functions] = await Promise.all([
    clients.formation.send(new DescribeStacksCommand({})),
    clients.dynamo.send(new ListTablesCommand({})),
    clients.s3.send(new ListBucketsCommand({})),
    clients.secrets.send(new ListSecretsCommand({})),
    clients.logs.send(new DescribeLogGroupsCommand({})),
    clients.roles.send(new ListRolesCommand({})),
    clients.ecs.send(new ListClustersCommand({})),
    functionsOf(endpoint),
  ])
  for (const client of Object.values(clients)) client.destroy()
  const standing = (stacks.Stacks ?? []).filter(one => one.StackStatus !== 'DELETE_COMPLETE')
  return {
    stacks: standing.map(one => one.StackName),
    tables: tables.TableNames ?? [],
    buckets: (buckets.Buckets ?? []).map(one => one.Name).filter(name => !name?.startsWith('cdk-')),
    secrets: (secrets.SecretList ?? []).map(one => one.Name),
    // What a function said that was still running when it went the emulator writes into a group that it makes anew, without an end.
    logs: (logs.logGroups ?? []).flatMap(one => (one.retentionInDays ? one.logGroupName : [])),
    roles: (roles.Roles ?? []).map(one => one.RoleName).filter(name => !/^(cdk-|AWSServiceRole)/.test(name ?? '')),
    clusters: clusters.clusterArns ?? [],
    functions: functions.map(one => one.FunctionName),
  }
}
