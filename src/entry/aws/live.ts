import { ApiGatewayManagementApiClient, DeleteConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createRecords } from '../../adapters/aws/records.ts'
import { createClock } from '../../platform/clock.ts'
import { once } from '../../platform/when-asked.ts'
import { composeLive } from './compose-live.ts'
import { limits } from './limits.ts'
import { LiveDoor } from './live-door.ts'
import { allTold, problem } from './log.ts'
import { readSettings } from './settings.ts'

interface LiveEvent {
  requestContext: { routeKey: string; connectionId: string }
  body?: string
}

function start(): LiveDoor {
  const settings = readSettings()
  const client = new ApiGatewayManagementApiClient({ endpoint: settings.live.endpoint })
  const close = async (ConnectionId: string) => {
    await client.send(new DeleteConnectionCommand({ ConnectionId })).catch(() => undefined)
  }
  const dynamo = new DynamoDBClient({})
  const s3 = once(async () => {
    const { S3Client } = await import('../../adapters/aws/sdk/s3.ts')
    return new S3Client({ forcePathStyle: settings.emulator !== null })
  })
  const records = createRecords(dynamo, settings.table, { s3, bucket: settings.bucket })
  const ports = { ...records, clock: createClock(), limits }
  return new LiveDoor({ ports, ...composeLive(settings, { dynamo, ports }, problem) }, close)
}

const door = start()

/** The live stream behind a WebSocket API of API Gateway: one call a message. */
export async function handler({ requestContext, body }: LiveEvent): Promise<{ statusCode: number }> {
  const { routeKey, connectionId } = requestContext
  // Whoever connects is nobody yet: the first message is a ticket.
  try {
    if (routeKey === '$disconnect') await door.left(connectionId)
    else if (routeKey !== '$connect') await door.received(connectionId, body ?? '')
  } finally {
    await allTold()
  }
  return { statusCode: 200 }
}
