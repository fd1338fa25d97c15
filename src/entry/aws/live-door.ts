import type { Watcher } from '../../adapters/aws/items/connection.ts'
import { deploymentMessage, lineMessages } from '../../adapters/aws/live-messages.ts'
import { type LiveMessage, LiveRequest } from '../../contract/live.ts'
import { can } from '../../core/access/can.ts'
import { describeDeployment } from '../../core/deployment/list-deployments.ts'
import type { Ports } from '../../core/ports/ports.ts'
import type { LiveParts } from './compose-live.ts'

const mostTopics = 50
const page = 1_000

interface Parts extends Omit<LiveParts, 'live'> {
  ports: Pick<Ports, 'deployments' | 'logs' | 'clock' | 'limits'>
}

/** What watchers say: a ticket first, then what they want to hear of. They get what is stored from where they left off, then what happens. */
export class LiveDoor {
  readonly #parts: Parts
  readonly #close: (connection: string) => Promise<void>

  constructor(parts: Parts, close: (connection: string) => Promise<void>) {
    this.#parts = parts
    this.#close = close
  }

  async received(connection: string, text: string): Promise<void> {
    const { connections } = this.#parts
    const request = parse(text)
    if (!request) return this.#refuse(connection, 'invalid_input', 'This message is not known.')
    if ('ticket' in request) return this.#admit(connection, request.ticket)
    const watcher = await connections.watcher(connection)
    if (!watcher) return this.#close(connection)
    if ('unsubscribe' in request) return connections.leave(connection, request.unsubscribe)
    if ((await connections.topics(connection)).length >= mostTopics) {
      return this.#refuse(connection, 'invalid_input', 'Too many subscriptions.')
    }
    const [kind, name = ''] = request.subscribe.split(':')
    if (kind === 'deployment') return this.#watchDeployment(connection, watcher, name, request.from ?? 1)
    if (kind === 'app' && !(await this.#parts.watchers.mayHear(watcher, name))) {
      return this.#refuse(connection, 'not_allowed', 'You may not watch this.')
    }
    const { subscribe: topic } = request
    if (await connections.watch(connection, topic)) await this.#send(connection, { type: 'watching', topic })
  }

  left(connection: string): Promise<void> {
    return this.#parts.connections.drop(connection)
  }

  async #admit(connection: string, ticket: string): Promise<void> {
    const { tickets, watchers, connections, ports } = this.#parts
    const now = ports.clock.now()
    const watcher = await tickets.redeem(ticket, now)
    if (!watcher || !(await watchers.asker(watcher))) return this.#close(connection)
    await connections.admit(connection, watcher, now)
    await this.#send(connection, { type: 'ready' })
  }

  async #watchDeployment(connection: string, watcher: Watcher, id: string, from: number): Promise<void> {
    const { ports, watchers, connections } = this.#parts
    const [record, asker] = await Promise.all([ports.deployments.get(id), watchers.asker(watcher)])
    if (!record) return this.#refuse(connection, 'deployment_not_found', 'There is no such deployment.')
    const { app, environment } = record
    if (!asker || !can(asker, 'read', { app, environment }).allowed) {
      return this.#refuse(connection, 'not_allowed', 'You may not watch this.')
    }
    const topic = `deployment:${id}`
    // Before what is stored is read: whatever comes from then on is told, and a line that is told twice is known by its number.
    await connections.watch(connection, topic)
    for (let next = from; ; ) {
      const { lines } = await ports.logs.read(id, next, page)
      const last = lines.at(-1)
      if (!last) break
      for (const message of lineMessages(topic, lines)) await this.#post(connection, message)
      next = last.seq + 1
    }
    const current = await ports.deployments.get(id)
    if (current) await this.#post(connection, deploymentMessage(topic, await describeDeployment(ports, current)))
  }

  #refuse(connection: string, code: string, message: string): Promise<void> {
    return this.#send(connection, { type: 'error', code, message })
  }

  #send(connection: string, message: LiveMessage): Promise<void> {
    return this.#post(connection, JSON.stringify(message))
  }

  async #post(connection: string, text: string): Promise<void> {
    if ((await this.#parts.post(connection, text)) === 'gone') await this.left(connection)
  }
}

function parse(text: string): LiveRequest | null {
  try {
    return LiveRequest.parse(JSON.parse(text))
  } catch {
    return null
  }
}
