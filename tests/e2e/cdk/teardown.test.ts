import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DeleteTableCommand, DynamoDBClient, ListTablesCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb'
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { AwsCloudOperations } from '../../../src/adapters/aws/cloud-operations.ts'
import { clientConfig } from '../../support/emulator.ts'
import { Harness } from './harness.ts'

let harness: Harness
let keeping: string
const cloud = new AwsCloudOperations(async () => 'ready')

before(async () => {
  harness = await Harness.start()
  await harness.worker.bootstrap()
  keeping = harness.shop('keeping')
})
after(() => harness?.stop())
beforeEach(() => {
  for (const recorded of harness.environments.values()) recorded.naming = null
})

async function standing(): Promise<string[]> {
  const config = clientConfig(harness.emulator)
  const { TableNames = [] } = await new DynamoDBClient(config).send(new ListTablesCommand())
  const { Buckets = [] } = await new S3Client({ ...config, forcePathStyle: true }).send(new ListBucketsCommand())
  const { logGroups = [] } = await new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand())
  const names = [
    ...TableNames,
    ...Buckets.map(each => each.Name ?? ''),
    ...logGroups.map(each => each.logGroupName ?? ''),
  ]
  return names.filter(name => !name.startsWith('cdk-')).sort()
}

async function fill(environment: string): Promise<void> {
  const { outputs } = await harness.deploy(keeping, environment)
  const { Bucket = '', Uploaded = '' } = outputs[`${environment}-Shop`] ?? {}
  const client = new S3Client({ ...clientConfig(harness.emulator), forcePathStyle: true })
  for (const Body of ['one', 'two']) await client.send(new PutObjectCommand({ Bucket, Key: 'file', Body }))
  await client.send(new PutObjectCommand({ Bucket: Uploaded, Key: 'upload', Body: 'x' }))
}

test('a teardown leaves no stack, and names all that it leaves behind', async () => {
  await fill('staging')
  const foreseen = await cloud.kept(harness.access, ['staging-Shop', 'no-such-stack'], AbortSignal.timeout(60_000))
  const { stacks, retained } = await harness.remove('staging')
  assert.deepEqual(stacks, ['staging-Shop'])
  const told = new Map(retained.map(({ deleted: _, region: __, ...one }) => [one.id, { ...one, snapshot: false }]))
  assert.ok(foreseen.some(one => one.type === 'AWS::DynamoDB::Table'))
  for (const one of foreseen) assert.deepEqual(one, told.get(one.id), 'something else is foreseen than stays')
  assert.equal((await harness.stacks()).size, 0)
  assert.deepEqual(retained.map(each => each.id).sort(), await standing())
  assert.ok(retained.every(each => !each.deleted && each.stack === 'staging-Shop'))
  assert.deepEqual(harness.retained, retained)
})

test('with the data, nothing is left: protected tables, versioned and full buckets, log groups', async () => {
  const before = await standing()
  await fill('production')
  const { retained } = await harness.remove('production', true)
  assert.equal((await harness.stacks()).size, 0)
  assert.deepEqual(
    retained.filter(each => !each.deleted),
    [],
  )
  assert.deepEqual(await standing(), before)
})

test('what an update replaced or left out is named and deleted as well', async () => {
  const before = await standing()
  await fill('production')
  await harness.deploy(harness.shop('replacing'), 'production')
  const all = (await standing()).filter(name => !before.includes(name))
  const { retained } = await harness.remove('production', true)
  assert.ok(
    all.length >= 4 && all.every(name => retained.some(each => each.id === name && each.deleted)),
    JSON.stringify({ all, retained }),
  )
  assert.deepEqual(await standing(), before)
})

test('what a teardown left is deleted by a later one, and what is gone by then counts as deleted', async () => {
  await fill('staging')
  const { retained } = await harness.remove('staging')
  harness.recorded('staging').naming = null
  assert.deepEqual((await harness.remove('staging', false, retained)).retained, retained)
  harness.asked.length = 0
  const { id: table = '' } = retained.find(each => each.type === 'AWS::DynamoDB::Table') ?? {}
  const dynamo = new DynamoDBClient(clientConfig(harness.emulator))
  await dynamo.send(new UpdateTableCommand({ TableName: table, DeletionProtectionEnabled: false }))
  await dynamo.send(new DeleteTableCommand({ TableName: table }))
  const later = await harness.remove('staging', true, retained)
  assert.deepEqual(
    later.retained,
    retained.map(each => ({ ...each, deleted: true })),
  )
  assert.deepEqual(harness.asked, ['cloud-changing'])
  const still = new Set(await standing())
  assert.deepEqual(
    retained.filter(each => still.has(each.id)),
    [],
  )
})

test('other environments and foreign stacks are left alone', async () => {
  const one = harness.shop('one')
  await harness.deploy(one, 'development')
  await harness.deploy(one, 'staging')
  await harness.deployByHand(one)
  await harness.remove('staging', true)
  assert.deepEqual([...(await harness.stacks()).keys()].sort(), ['Shop', 'development-Shop'])
  await harness.remove('development', true)
  await harness.deleteByHand('Shop')
})

test('stacks that nobody recorded are found by their tags, consumers before producers', async () => {
  await harness.deploy(harness.shop('two'), 'staging')
  harness.recorded('staging').naming = null
  const { stacks } = await harness.remove('staging')
  assert.deepEqual(stacks, ['staging-ShopWeb', 'staging-ShopData'])
  assert.equal((await harness.stacks()).size, 0)
})

test('removing what does not stand is a no-op that asks for nothing', async () => {
  harness.asked.length = 0
  assert.deepEqual(await harness.remove('staging'), { stacks: [], retained: [] })
  assert.deepEqual(harness.asked, [])
})
