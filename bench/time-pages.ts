import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { timed } from './measure.ts'

export interface PagesToTime {
  readonly urls: readonly string[]
  readonly token: string
}

/**
 * Asks for page after page, and tells its parent how long each took, in milliseconds until its last byte. A process of its own that
 * keeps nothing: the garbage of whoever measures would be collected in the midst of a page, and count as the server's.
 */
process.once('message', async ({ urls, token }: PagesToTime) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { authorization: `Bearer ${token}` }
  const taken: number[] = []
  for (const url of urls) taken.push((await timed(() => read(url, agent, headers))).ms)
  agent.destroy()
  process.send?.(taken, () => process.disconnect())
})

async function read(url: string, agent: Agent, headers: Record<string, string>): Promise<void> {
  const [answer] = (await once(get(url, { agent, headers }), 'response')) as [IncomingMessage]
  if (answer.statusCode !== 200) throw new Error(`A page of the log was answered with ${answer.statusCode}`)
  answer.resume()
  await once(answer, 'end')
}
