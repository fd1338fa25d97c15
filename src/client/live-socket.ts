import type { LiveMessage, LiveRequest } from '../contract/live.ts'
import type { Caller } from './call.ts'

type Item = LiveMessage | 'idle'

/**
 * One connection to the live stream: shows the ticket, subscribes, yields what comes for this topic until the connection
 * ends. Yields `idle` when nothing came for a while, since a connection can be dead without anybody noticing.
 */
export async function* openLive(
  Socket: typeof WebSocket,
  readMessage: Caller['readMessage'],
  at: { url: string; ticket: string; topic: string; from: () => number; idleMs: number; signal: AbortSignal },
): AsyncGenerator<Item> {
  const waiting: LiveMessage[] = []
  let open = true
  let wake = () => {}
  const socket = new Socket(at.url)
  const say = (request: LiveRequest) => socket.send(JSON.stringify(request))
  const end = () => {
    open = false
    wake()
  }
  socket.addEventListener('open', () => say({ ticket: at.ticket }))
  socket.addEventListener('error', end)
  socket.addEventListener('close', end)
  at.signal.addEventListener('abort', end)
  socket.addEventListener('message', ({ data }) => {
    const message = readMessage(String(data))
    if (message?.type === 'ready') say({ subscribe: at.topic, from: at.from() })
    else if (message?.type === 'error') end()
    else if (message && message.topic === at.topic) waiting.push(message)
    wake()
  })
  try {
    while (open || waiting.length > 0) {
      const next = waiting.shift()
      if (next) yield next
      else if (!(await woken(at.idleMs, stop => (wake = stop)))) yield 'idle'
    }
  } finally {
    at.signal.removeEventListener('abort', end)
    socket.close()
  }
}

/** @returns whether it was woken, and not just tired of waiting. */
function woken(idleMs: number, listen: (stop: () => void) => void): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(false), idleMs)
    listen(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
