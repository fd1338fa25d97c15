import { randomBytes } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { createAwsStores } from '../../src/adapters/aws/stores.ts'
import { tableDescription } from '../../src/adapters/aws/table/create-table.ts'
import { createMemoryStores } from '../../src/adapters/memory/stores.ts'
import type { RunningMinistack } from '../../src/emulator/ministack.ts'
import { deploying } from '../../tests/e2e/aws/task-ends.ts'
import { endings, type TaskEnding } from '../../tests/e2e/aws/task-events.ts'
import { clientConfig } from '../../tests/support/emulator.ts'
import { type Row, withGoal } from '../row.ts'

const name = 'bench-machines'

/** From ECS telling how a build machine ended until its deployment has failed and its environment is free: the slowest of all the ways to end. */
export async function measureMachineEnds(emulator: RunningMinistack, ends: AsyncDisposableStack): Promise<Row[]> {
  const config = clientConfig(emulator)
  const dynamo = new DynamoDBClient(config)
  const s3 = new S3Client({ ...config, forcePathStyle: true })
  const secrets = new SecretsManagerClient(config)
  for (const client of [dynamo, s3, secrets]) ends.defer(() => client.destroy())
  await dynamo.send(new CreateTableCommand(tableDescription(name)))
  await s3.send(new CreateBucketCommand({ Bucket: name }))
  await secrets.send(new CreateSecretCommand({ Name: name, SecretString: randomBytes(32).toString('hex') }))
  const { live } = createMemoryStores()
  const own = { table: name, bucket: name, dataKey: name }
  const places = { dynamo, s3: async () => s3, secrets: async () => secrets, ...own }
  const stores = { ...createAwsStores(places), live }
  const scene = await deploying({ after: end => ends.defer(async () => void (await end())) }, { s3, name, stores })
  let slowest = 0
  for (const how of Object.keys(endings) as TaskEnding[]) {
    const { id, task } = await scene.begin()
    const event = scene.ends(task, how)
    const began = performance.now()
    await scene.hear(event)
    const [ended, { running }] = await Promise.all([
      stores.deployments.get(id),
      stores.deployments.environment('shop', 'dev'),
    ])
    if (ended?.state !== 'failed' || running !== null) throw new Error(`${how}: ${ended?.state}, ${running} runs`)
    slowest = Math.max(slowest, performance.now() - began)
  }
  const what = `ECS tells that a machine ended → failed with the reason, environment free: the slowest of ${Object.keys(endings).length}`
  return [withGoal(what, slowest / 1000, 's', 60)]
}
