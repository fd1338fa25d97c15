import { type ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'

/** Hands a text to whoever is connected. @returns `gone`: nobody is, or will be under that id. */
export type Post = (connection: string, text: string) => Promise<'sent' | 'gone'>

/** API Gateway takes the message and delivers it itself: a client that never reads keeps nobody waiting for longer than this. */
const takenWithinMs = 5_000

export function postToConnection(client: ApiGatewayManagementApiClient): Post {
  return async (ConnectionId, text) => {
    try {
      const command = new PostToConnectionCommand({ ConnectionId, Data: Buffer.from(text) })
      await client.send(command, { abortSignal: AbortSignal.timeout(takenWithinMs) })
      return 'sent'
    } catch (error) {
      if (error instanceof Error && error.name === 'GoneException') return 'gone'
      throw error
    }
  }
}
