import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'

/** Hands a text to whoever is connected. @returns `gone`: nobody is, or will be under that id. */
export type Post = (connection: string, text: string) => Promise<'sent' | 'gone'>

/** @param endpoint of the WebSocket API's stage */
export const openPost = (endpoint: string): Post =>
  postToConnection(new ApiGatewayManagementApiClient({ endpoint, maxAttempts: 2 }))

/** API Gateway takes a message at once, unless nobody reads at the other end and its buffer is full: others wait behind that. */
const patienceMs = 2_000

/**
 * Who reads nothing is cut off: a client that is there after all connects anew, and gets what it missed from where it left off.
 * Left connected, it would keep all others waiting with each message, and never learn that it missed some.
 */
export function postToConnection(client: ApiGatewayManagementApiClient, takenWithinMs = patienceMs): Post {
  return async (ConnectionId, text) => {
    const patience = AbortSignal.timeout(takenWithinMs)
    try {
      const command = new PostToConnectionCommand({ ConnectionId, Data: Buffer.from(text) })
      await client.send(command, { abortSignal: patience })
      return 'sent'
    } catch (error) {
      const name = error instanceof Error ? error.name : ''
      if (name === 'GoneException') return 'gone'
      if (!patience.aborted && name !== 'LimitExceededException') throw error
      await cutOff(client, ConnectionId, AbortSignal.timeout(takenWithinMs))
      return 'gone'
    }
  }
}

/** @throws what left it connected: it must stay known then, so that the next message tries again */
async function cutOff(client: ApiGatewayManagementApiClient, ConnectionId: string, abortSignal: AbortSignal) {
  try {
    await client.send(new DeleteConnectionCommand({ ConnectionId }), { abortSignal })
  } catch (error) {
    // By then it may have gone by itself.
    if (!(error instanceof Error && error.name === 'GoneException')) throw error
  }
}
