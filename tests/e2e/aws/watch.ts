import assert from 'node:assert/strict'
import type { Client } from '../../../src/client/client.ts'
import { openLive } from '../../../src/client/live-socket.ts'
import type { Deployment } from '../../../src/contract/deployment.ts'
import { isFinal } from '../../../src/contract/vocabulary.ts'

/** Hears of a deployment by the WebSocket alone. @returns once it is over */
export async function watch(client: Client, topic: string): Promise<{ lines: string[]; final: Deployment }> {
  const { url, ticket } = await client.call('liveTicket')
  assert.match(url, /^ws:/)
  const { signal } = new AbortController()
  const lines = new Map<number, string>()
  for await (const item of openLive(WebSocket, client.readMessage, {
    url,
    ticket,
    topic,
    from: () => 1,
    idleMs: 120_000,
    signal,
  })) {
    if (item === 'idle') break
    if (item.type === 'lines') for (const line of item.lines) lines.set(line.seq, line.text)
    if (item.type === 'deployment' && isFinal(item.deployment.state)) {
      const inOrder = [...lines].sort(([a], [b]) => a - b).map(([, text]) => text)
      return { lines: inOrder, final: item.deployment }
    }
  }
  throw new Error(`the live stream of ${topic} ended after ${lines.size} lines`)
}
