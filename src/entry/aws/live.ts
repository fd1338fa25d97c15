import { ApiGatewayManagementApiClient, DeleteConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'
import { composePorts } from './compose-ports.ts'
import { LiveDoor } from './live-door.ts'
import { problem } from './log.ts'
import { readSettings } from './settings.ts'

interface LiveEvent {
  requestContext: { routeKey: string; connectionId: string }
  body?: string
}

async function start(): Promise<LiveDoor> {
  const settings = readSettings()
  const client = new ApiGatewayManagementApiClient({ endpoint: settings.live.endpoint })
  const close = async (ConnectionId: string) => {
    await client.send(new DeleteConnectionCommand({ ConnectionId })).catch(() => undefined)
  }
  return new LiveDoor(await composePorts(settings, problem), close)
}

let started: Promise<LiveDoor> | undefined

/** The live stream behind a WebSocket API of API Gateway: one call a message. */
export async function handler({ requestContext, body }: LiveEvent): Promise<{ statusCode: number }> {
  const { routeKey, connectionId } = requestContext
  started ??= start()
  const door = await started.catch(error => {
    started = undefined
    throw error
  })
  // Whoever connects is nobody yet: the first message is a ticket.
  if (routeKey === '$disconnect') await door.left(connectionId)
  else if (routeKey !== '$connect') await door.received(connectionId, body ?? '')
  return { statusCode: 200 }
}
