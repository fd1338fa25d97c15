import { setTimeout as sleep } from 'node:timers/promises'
import { type ClientConfig, clientConfig } from './aws-client.ts'
import type { Leftover } from './leftovers.ts'
import type { Session } from './session.ts'

type Deleter = (id: string, config: ClientConfig, type: string) => Promise<void>
const gone = new Set(['ResourceNotFoundException', 'NoSuchBucket', 'NotFound', 'ResourceNotFound'])

/** Deletes what a stack left behind, with its data. What is gone already is deleted. @throws what the service says */
export async function deleteLeftover(session: Session, leftover: Leftover): Promise<void> {
  const deleter = deleters[leftover.type] ?? deleteByCloudControl
  try {
    await deleter(leftover.id, clientConfig(session.access, leftover.region), leftover.type)
  } catch (error) {
    if (!(error instanceof Error && gone.has(error.name))) throw error
  }
}

const deleters: Readonly<Record<string, Deleter>> = {
  'AWS::DynamoDB::Table': deleteTable,
  'AWS::DynamoDB::GlobalTable': deleteTable,
  'AWS::S3::Bucket': deleteBucket,
  'AWS::SecretsManager::Secret': async (id, config) => {
    const { DeleteSecretCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
    // As CloudFormation does it: a secret that waits for its deletion keeps its name from the next one.
    await new SecretsManagerClient(config).send(
      new DeleteSecretCommand({ SecretId: id, ForceDeleteWithoutRecovery: true }),
    )
  },
  'AWS::Logs::LogGroup': async (id, config) => {
    const { CloudWatchLogsClient, DeleteLogGroupCommand } = await import('@aws-sdk/client-cloudwatch-logs')
    await new CloudWatchLogsClient(config).send(new DeleteLogGroupCommand({ logGroupName: id }))
  },
}

async function deleteTable(id: string, config: ClientConfig): Promise<void> {
  const sdk = await import('@aws-sdk/client-dynamodb')
  const client = new sdk.DynamoDBClient(config)
  const { Table } = await client.send(new sdk.DescribeTableCommand({ TableName: id }))
  if (Table?.DeletionProtectionEnabled) {
    await client.send(new sdk.UpdateTableCommand({ TableName: id, DeletionProtectionEnabled: false }))
    await sdk.waitUntilTableExists({ client, maxWaitTime: 120, minDelay: 1 }, { TableName: id })
  }
  await client.send(new sdk.DeleteTableCommand({ TableName: id }))
  await sdk.waitUntilTableNotExists({ client, maxWaitTime: 300, minDelay: 1 }, { TableName: id })
}

async function deleteBucket(id: string, config: ClientConfig): Promise<void> {
  const { DeleteBucketCommand, S3Client } = await import('@aws-sdk/client-s3')
  await emptyBucket(id, config)
  await new S3Client({ ...config, forcePathStyle: 'endpoint' in config }).send(new DeleteBucketCommand({ Bucket: id }))
}

/** Removes every object with all of its versions. */
export async function emptyBucket(id: string, config: ClientConfig): Promise<void> {
  const sdk = await import('@aws-sdk/client-s3')
  const client = new sdk.S3Client({ ...config, forcePathStyle: 'endpoint' in config })
  for (;;) {
    // Always the first page: what it held is gone when the next one is asked for.
    const page = await client.send(new sdk.ListObjectVersionsCommand({ Bucket: id, MaxKeys: 1_000 }))
    const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, ...(VersionId && { VersionId }) }],
    )
    if (objects.length === 0) return
    const { Errors } = await client.send(
      new sdk.DeleteObjectsCommand({ Bucket: id, Delete: { Objects: objects, Quiet: true } }),
    )
    const first = Errors?.[0]
    if (first) throw new Error(`${first.Key} could not be deleted: ${first.Message ?? first.Code}`)
  }
}

/** The one interface that most types of resource share. */
async function deleteByCloudControl(id: string, config: ClientConfig, type: string): Promise<void> {
  const sdk = await import('@aws-sdk/client-cloudcontrol')
  const client = new sdk.CloudControlClient(config)
  const { ProgressEvent } = await client.send(new sdk.DeleteResourceCommand({ TypeName: type, Identifier: id }))
  let progress = ProgressEvent
  for (let wait = 500; progress?.OperationStatus === 'PENDING' || progress?.OperationStatus === 'IN_PROGRESS'; ) {
    await sleep(wait)
    wait = Math.min(wait * 2, 10_000)
    const request = new sdk.GetResourceRequestStatusCommand({ RequestToken: progress.RequestToken })
    progress = (await client.send(request)).ProgressEvent
  }
  if (progress?.OperationStatus !== 'SUCCESS' && progress?.ErrorCode !== 'NotFound')
    throw new Error(progress?.StatusMessage ?? progress?.ErrorCode ?? 'it was not deleted')
}
