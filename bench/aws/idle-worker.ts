import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** Calls the worker of an installation in this process, whose environment is the function's, and tells what a call asks of DynamoDB. */
Object.assign(globalThis, { TRELLIS_VERSION: '0.0.0' })
const { handler } = await import('../../src/entry/aws/worker.ts')

const rounds = 20
const asked = { units: 0, writes: 0 }
interface Command {
  input: { ConsistentRead?: boolean; RequestItems?: Record<string, { Keys?: unknown[] }> }
  constructor: { name: string }
}

/** Of all clients of the SDK: the mapping library wraps that of DynamoDB. */
const clients = Object.getPrototypeOf(DynamoDBClient.prototype)
const { send } = clients
Object.assign(clients, {
  send(this: unknown, command: Command) {
    const { ConsistentRead, RequestItems = {} } = command.input
    const keys = Object.values(RequestItems).reduce((sum, { Keys = [] }) => sum + Keys.length, 0)
    // What is read here is no larger than a unit.
    if (/Get|Query/.test(command.constructor.name)) asked.units += (keys || 1) * (ConsistentRead ? 1 : 0.5)
    else asked.writes += 1
    return send.apply(this, [command])
  },
})

const context = { getRemainingTimeInMillis: () => 300_000 }
const told: Record<string, { units: number; writes: number; ms: number }> = {}
// Whoever comes first sees what is new.
for (const work of ['look', 'sweep', 'look', 'sweep'] as const) {
  Object.assign(asked, { units: 0, writes: 0 })
  const began = performance.now()
  for (let round = 0; round < rounds; round++) await handler({ work }, context)
  told[work] = {
    ...{ units: asked.units / rounds, writes: asked.writes / rounds },
    ms: (performance.now() - began) / rounds,
  }
}
console.log(JSON.stringify(told))
process.exit(0)
