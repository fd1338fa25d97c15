import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { createRecords } from '../../src/adapters/aws/records.ts'
import { tableDescription } from '../../src/adapters/aws/table/create-table.ts'
import { createMemoryStores } from '../../src/adapters/memory/stores.ts'
import { hashToken } from '../../src/core/job/hash-token.ts'
import { recordEvents } from '../../src/core/job/record-events.ts'
import type { Ports } from '../../src/core/ports/ports.ts'
import type { RunningMinistack } from '../../src/emulator/ministack.ts'
import { limits } from '../../src/entry/aws/limits.ts'
import { claimed, requested, succeeded, withShop } from '../../tests/contract/samples.ts'
import { clientConfig } from '../../tests/support/emulator.ts'
import { figure, type Row } from '../row.ts'

interface Count {
  writes: number
  reads: number
}

/** Of a post of a runner. */
const batch = 50

/** What deployments ask of DynamoDB, counted at its client: items that are written, and questions. */
export async function measureRecords(emulator: RunningMinistack): Promise<Row[]> {
  const client = new DynamoDBClient(clientConfig(emulator))
  await client.send(new CreateTableCommand(tableDescription('bench')))
  const count: Count = { writes: 0, reads: 0 }
  client.middlewareStack.add((next, { commandName = '' }) => given => {
    const { TransactItems } = given.input as { TransactItems?: unknown[] }
    if (/Get|Query/.test(commandName)) count.reads += 1
    else count.writes += TransactItems?.length ?? 1
    return next(given)
  })
  const stores = {
    ...createMemoryStores(),
    ...createRecords(client, 'bench', { s3: async () => new S3Client({}), bucket: 'none' }),
  }
  // Of the ports, what recording events asks for.
  const ports = { ...stores, limits } as unknown as Ports
  await withShop(stores)
  const deployed = async (id: string, lines: number): Promise<Count> => {
    const before = { ...count }
    await requested(stores, id)
    const record = await claimed(stores)
    await stores.deployments.update(record, { sessionHash: hashToken('session') })
    for (let first = 1; first <= lines; first += batch) await post(ports, id, first)
    const last = await stores.deployments.get(id)
    if (!last) throw new Error(`${id} is lost`)
    await stores.deployments.finish(last, succeeded, { status: 'deployed', live: id, naming: null })
    return { writes: count.writes - before.writes, reads: count.reads - before.reads }
  }
  const [none, some, many] = [await deployed('d0', 0), await deployed('d1', 1_000), await deployed('d2', 5_000)]
  for (let other = 0; other < 30; other++) await deployed(`other-${other}`, 0)
  const later = await deployed('last', 1_000)
  client.destroy()
  const perPost = (kind: keyof Count) => (many[kind] - none[kind]) / (5_000 / batch)
  return [
    figure('DynamoDB, a deployment without a line: items written', none.writes, 'calls'),
    figure('the same: questions', none.reads, 'calls'),
    figure('DynamoDB, more for each post of a runner: items written', perPost('writes'), 'calls'),
    figure('the same: questions', perPost('reads'), 'calls'),
    figure('DynamoDB, a deployment of 1,000 lines in 20 posts: items written', some.writes, 'calls'),
    figure('the same after 30 others', later.writes, 'calls'),
  ]
}

function post(ports: Ports, id: string, first: number) {
  const at = new Date().toISOString()
  const events = Array.from({ length: batch }, (_, index) => ({
    ...{ type: 'log' as const, seq: first + index, line: first + index, at, phase: null, stream: 'out' as const },
    text: `A line of a build, of the usual length or so, number ${first + index}, and a little more of it.`,
  }))
  return recordEvents(ports, id, 'session', events)
}
