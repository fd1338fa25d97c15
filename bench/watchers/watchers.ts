import { WebSocket } from 'ws'
import { createClient } from '../../src/client/client.ts'
import type { LiveMessage } from '../../src/contract/live.ts'
import { isFinal } from '../../src/contract/vocabulary.ts'
import type { FromWatchers, ToWatchers } from './messages.ts'

/** The watchers, in a process of their own: what they need to hear must not slow down whoever writes. */
const longest = 30_000
const atOnce = 20
const say = (message: FromWatchers): void => void process.send?.(message)

process.on('message', (message: ToWatchers) => void watch(message))

async function watch({ url, token, deployment, watchers, lines }: ToWatchers): Promise<void> {
  const client = createClient({ url, token })
  const seen = { delays: new Array<number>(longest + 1).fill(0), missing: 0, errors: [] as string[] }
  const over: Promise<void>[] = []
  for (let begun = 0; begun < watchers; begun += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, watchers - begun) }, async () => {
      const { url, ticket } = await client.call('liveTicket')
      const one = watchOne(url, ticket, { topic: `deployment:${deployment}`, lines }, seen)
      over.push(one.over)
      await one.begun
    })
    await Promise.all(some)
  }
  say({ kind: 'watching' })
  await Promise.all(over)
  say({ kind: 'seen', ...seen })
}

interface Seen {
  delays: number[]
  missing: number
  errors: string[]
}

function watchOne(url: string, ticket: string, { topic, lines }: { topic: string; lines: number }, seen: Seen) {
  const begun = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  const socket = new WebSocket(url)
  let next = 1
  const say = (message: object) => socket.send(JSON.stringify(message))
  socket.on('open', () => say({ ticket }))
  socket.on('error', error => seen.errors.push(error.message))
  socket.on('close', () => {
    if (next <= lines) seen.errors.push(`a watcher was left after line ${next - 1}`)
    seen.missing += lines + 1 - next
    begun.resolve()
    over.resolve()
  })
  socket.on('message', data => {
    const at = Date.now()
    const message = JSON.parse(String(data)) as LiveMessage
    if (message.type === 'ready') say({ subscribe: topic, from: 1 })
    else if (message.type === 'error') seen.errors.push(message.message)
    else if (message.type === 'deployment') {
      begun.resolve()
      if (isFinal(message.deployment.state)) socket.close()
    } else if (message.type === 'lines') {
      for (const { seq, text } of message.lines) {
        const delay = at - Number(text.split(' ')[2])
        const slot = Math.min(longest, Math.max(0, delay))
        seen.delays[slot] = (seen.delays[slot] ?? 0) + 1
        if (seq !== next++) seen.errors.push(`line ${seq} came in the place of ${next - 1}`)
      }
    }
  })
  return { begun: begun.promise, over: over.promise }
}
