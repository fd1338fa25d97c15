import { randomBytes } from 'node:crypto'
import { after, before } from 'node:test'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { createAwsStores } from '../../../src/adapters/aws/stores.ts'
import { tableDescription } from '../../../src/adapters/aws/table/create-table.ts'
import { openTable, type RecordsTable } from '../../../src/adapters/aws/table/open-table.ts'
import { createMemoryStores } from '../../../src/adapters/memory/stores.ts'
import { startMinistack } from '../../../src/emulator/ministack.ts'
import type { Ending, Stores } from '../../contract/places.ts'
import { clientConfig } from '../../support/emulator.ts'

export interface AwsScene {
  stores: ReturnType<typeof createAwsStores> & Stores
  dynamo: DynamoDBClient
  s3: S3Client
  name: string
  table: RecordsTable
  endpoint: string
  /** Lets calls of DynamoDB and S3 fail: with the error given, or with one of ours for `true`. */
  fail(which: (command: string) => Error | boolean): void
  /** How often each call of DynamoDB was made. */
  count: Record<string, number>
}

export type AwsPlace = (test: Ending) => AwsScene

type Send = DynamoDBClient | S3Client | SecretsManagerClient

function once(make: () => Promise<unknown>): () => Promise<unknown> {
  let made: Promise<unknown> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** What stands for AWS. */
export interface Emulator {
  endpoint: string
  stop(): Promise<void>
}

/** One emulator for all tests of a file; a table, a bucket and a key of its own for each. */
export function awsPlace(start: () => Promise<Emulator> = startMinistack): AwsPlace {
  let emulator: Emulator | undefined
  let scenes = 0
  before(async () => {
    emulator = await start()
  })
  after(() => emulator?.stop())

  return test => {
    if (!emulator) throw new Error('the emulator is not there yet')
    scenes += 1
    const name = `trellis-${scenes}`
    const config = clientConfig(emulator)
    const clients: Send[] = []
    test.after(() => {
      for (const client of clients) client.destroy()
    })
    const own = <C extends Send>(client: C): C => {
      clients.push(client)
      return client
    }
    const dynamo = own(new DynamoDBClient(config))
    const s3 = own(new S3Client({ ...config, forcePathStyle: true }))
    const secrets = own(new SecretsManagerClient(config))
    const tables = own(new DynamoDBClient(config))
    const buckets = own(new S3Client(config))
    const keys = own(new SecretsManagerClient(config))
    // Made by whoever asks first: a test of one store needs nothing of the others.
    const table = once(() => tables.send(new CreateTableCommand(tableDescription(name))))
    const bucket = once(() => buckets.send(new CreateBucketCommand({ Bucket: name })))
    const SecretString = randomBytes(32).toString('hex')
    const key = once(() => keys.send(new CreateSecretCommand({ Name: name, SecretString })))
    dynamo.middlewareStack.add(next => given => table().then(() => next(given)))
    s3.middlewareStack.add(next => given => bucket().then(() => next(given)))
    secrets.middlewareStack.add(next => given => key().then(() => next(given)))
    let failing: (command: string) => Error | boolean = () => false
    const count: AwsScene['count'] = {}
    const refuse = (commandName: string) => {
      const failure = failing(commandName)
      if (failure) throw failure === true ? new Error(`${commandName} was made to fail`) : failure
    }
    dynamo.middlewareStack.add((next, { commandName = '' }) => async given => {
      count[commandName] = (count[commandName] ?? 0) + 1
      refuse(commandName)
      return next(given)
    })
    s3.middlewareStack.add((next, { commandName = '' }) => async given => {
      refuse(commandName)
      return next(given)
    })
    const fail: AwsScene['fail'] = which => {
      failing = which
    }
    const places = {
      dynamo,
      s3: async () => s3,
      secrets: async () => secrets,
      table: name,
      bucket: name,
      dataKey: name,
    }
    // In memory: LiveUpdates alone, since posting has tests of its own. A store that AWS lacks does not compile.
    const { live } = createMemoryStores()
    const stores: AwsScene['stores'] = { ...createAwsStores(places), live }
    return { stores, dynamo, s3, name, table: openTable(dynamo, name), endpoint: emulator.endpoint, fail, count }
  }
}
