import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '../src/client/client.ts'
import type { Deployment } from '../src/contract/deployment.ts'
import type { LiveMessage } from '../src/contract/live.ts'
import type { LogLine } from '../src/contract/log.ts'
import { isFinal } from '../src/contract/vocabulary.ts'

export interface Received {
  readonly line: LogLine
  /** When the message that it came in arrived, by the clock of this machine. */
  readonly at: number
}

/** How long a line that was lost for good is waited for. */
const patienceMs = 5_000

/**
 * Every line of a deployment in the order in which the socket brings it. A plain WebSocket rather than Trellis's client,
 * which would fetch by HTTP what the stream lost, and hide it.
 */
export async function watchLines(client: Client, { id }: Deployment, signal: AbortSignal): Promise<Received[]> {
  const { url, ticket } = await client.call('liveTicket', { signal })
  const received: Received[] = []
  const ended = Promise.withResolvers<Deployment>()
  const socket = new WebSocket(url)
  const say = (message: object) => socket.send(JSON.stringify(message))
  const stop = () => ended.reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  socket.addEventListener('open', () => say({ ticket }))
  socket.addEventListener('close', () => ended.reject(new Error('The live stream ended early.')))
  socket.addEventListener('message', ({ data }) => {
    const at = Date.now()
    const message = JSON.parse(String(data)) as LiveMessage
    if (message.type === 'ready') say({ subscribe: `deployment:${id}`, from: 1 })
    else if (message.type === 'lines') for (const line of message.lines) received.push({ line, at })
    else if (message.type === 'error') ended.reject(new Error(`The live stream: ${message.message}`))
    else if (message.type === 'deployment' && isFinal(message.deployment.state)) ended.resolve(message.deployment)
  })
  try {
    const { lastSeq, state, failure } = await ended.promise
    if (state !== 'succeeded') throw new Error(`The deployment of the log app ${state}: ${failure?.message}`)
    const until = performance.now() + patienceMs
    while (received.length < lastSeq && performance.now() < until) await pause(20)
    return received
  } finally {
    signal.removeEventListener('abort', stop)
    socket.close()
  }
}
