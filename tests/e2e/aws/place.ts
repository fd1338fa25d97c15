import { after, before, type TestContext } from 'node:test'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createRecords } from '../../../src/adapters/aws/records.ts'
import { tableDescription } from '../../../src/adapters/aws/table/create-table.ts'
import { createMemoryStores } from '../../../src/adapters/memory/stores.ts'
import { type RunningMinistack, startMinistack } from '../../../src/emulator/ministack.ts'
import type { Stores } from '../../contract/places.ts'
import { clientConfig } from '../../support/emulator.ts'

export interface AwsScene {
  stores: Stores & { tidy(): Promise<void> }
  client: DynamoDBClient
  table: string
  /** Lets calls fail: with the error given, or with one of ours for `true`. */
  fail(which: (command: string) => Error | boolean): void
  /** How often each call was made. */
  count: Record<string, number>
}

export type AwsPlace = (test: Pick<TestContext, 'after'>) => AwsScene

/** One emulator for all tests of a file, and a table of its own for each. */
export function awsPlace(): AwsPlace {
  let emulator: RunningMinistack | undefined
  let tables = 0
  before(async () => {
    emulator = await startMinistack()
  })
  after(() => emulator?.stop())

  return test => {
    if (!emulator) throw new Error('the emulator is not there yet')
    tables += 1
    const table = `trellis-${tables}`
    const maker = new DynamoDBClient(clientConfig(emulator))
    const made = maker.send(new CreateTableCommand(tableDescription(table)))
    const client = new DynamoDBClient(clientConfig(emulator))
    test.after(() => {
      maker.destroy()
      client.destroy()
    })
    let failing: (command: string) => Error | boolean = () => false
    const count: AwsScene['count'] = {}
    client.middlewareStack.add((next, { commandName = '' }) => async given => {
      // Whoever asks first waits for the table.
      await made
      count[commandName] = (count[commandName] ?? 0) + 1
      const failure = failing(commandName)
      if (failure) throw failure === true ? new Error(`${commandName} was made to fail`) : failure
      return next(given)
    })
    const fail: AwsScene['fail'] = which => {
      failing = which
    }
    return { stores: { ...createMemoryStores(), ...createRecords(client, table) }, client, table, fail, count }
  }
}
