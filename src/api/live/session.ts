import { isDeepStrictEqual } from 'node:util'
import type { Deployment } from '../../contract/deployment.ts'
import { LiveRequest } from '../../contract/live.ts'
import type { LogLine } from '../../contract/log.ts'
import { can } from '../../core/access/can.ts'
import { describeDeployment } from '../../core/deployment/list-deployments.ts'
import type { Ports } from '../../core/ports/ports.ts'
import { LogPump } from './log-pump.ts'
import type { LiveSocket } from './socket.ts'
import type { Tickets, Watcher } from './tickets.ts'

/** Where live updates of this process can be heard. `topic` as in the live protocol. @returns how to stop listening. */
export interface LiveFeed {
  subscribe(topic: string, listener: LiveListener): () => void
}

export interface LiveListener {
  lines(lines: readonly LogLine[]): void
  deployment(deployment: Deployment): void
  changed(app: string | null): void
}

const mostTopics = 50

/** One watcher: shows its ticket, then subscribes. It gets what is stored from where it left off, then what happens. */
export class LiveSession {
  readonly #ports: Ports
  readonly #feed: LiveFeed
  readonly #tickets: Tickets
  readonly #socket: LiveSocket
  readonly #topics = new Map<string, () => void>()
  readonly #stopListening: readonly (() => void)[]
  #watcher: Watcher | null = null
  #closed = false

  constructor(ports: Ports, feed: LiveFeed, tickets: Tickets, socket: LiveSocket) {
    this.#ports = ports
    this.#feed = feed
    this.#tickets = tickets
    this.#socket = socket
    this.#stopListening = [
      tickets.onEnd(session => {
        if (this.#watcher?.session === session) socket.close('Signed out.')
      }),
      tickets.onReview(() => this.#review()),
    ]
  }

  async receive(text: string): Promise<void> {
    const request = parse(text)
    if (!request) {
      this.#refuse('invalid_input', 'This message is not known.')
      return
    }
    if ('ticket' in request) {
      const watcher = this.#tickets.redeem(request.ticket)
      const actor = watcher && (await watcher.renew())
      this.#watcher = watcher && actor && { ...watcher, actor }
      if (!this.#watcher) {
        this.#socket.close('This ticket is not valid.')
        return
      }
      this.#socket.send({ type: 'ready' })
      return
    }
    if (!this.#watcher) {
      this.#socket.close('Show a ticket first.')
      return
    }
    if ('unsubscribe' in request) return this.#leave(request.unsubscribe)
    const [kind, name = ''] = request.subscribe.split(':')
    if (this.#topics.size >= mostTopics) {
      this.#refuse('invalid_input', 'Too many subscriptions.')
      return
    }
    this.#leave(request.subscribe)
    if (kind === 'app' || kind === 'apps') this.#watchApps(request.subscribe, kind === 'app' ? name : null)
    else if (kind === 'server') this.#watchServer(request.subscribe)
    else await this.#watchDeployment(request.subscribe, name, request.from ?? 1)
  }

  /** Whether a valid ticket was shown. */
  get admitted(): boolean {
    return this.#watcher !== null
  }

  close(): void {
    this.#closed = true
    for (const stop of this.#stopListening) stop()
    for (const topic of [...this.#topics.keys()]) this.#leave(topic)
  }

  /** @param app null: all that the watcher may read */
  #watchApps(topic: string, app: string | null): void {
    if (app !== null && !this.#mayRead(app)) {
      this.#refuse('not_allowed', 'You may not watch this.')
      return
    }
    this.#watch(topic, {
      lines: () => undefined,
      deployment: deployment => {
        if (this.#mayRead(deployment.app, deployment.environment))
          this.#socket.send({ type: 'deployment', topic, deployment })
      },
      changed: name => {
        if (name !== null && this.#mayRead(name)) this.#socket.send({ type: 'changed', topic, app: name })
      },
    })
  }

  #watchServer(topic: string): void {
    this.#watch(topic, {
      lines: () => undefined,
      deployment: () => undefined,
      changed: app => this.#socket.send({ type: 'changed', topic, app }),
    })
  }

  /** Nothing is stored of these topics: whoever watches must know from when on. */
  #watch(topic: string, listener: LiveListener): void {
    this.#topics.set(topic, this.#feed.subscribe(topic, listener))
    this.#socket.send({ type: 'watching', topic })
  }

  async #watchDeployment(topic: string, id: string, from: number): Promise<void> {
    const record = await this.#ports.deployments.get(id)
    if (!record) {
      this.#refuse('deployment_not_found', 'There is no such deployment.')
      return
    }
    if (!this.#mayRead(record.app, record.environment)) {
      this.#refuse('not_allowed', 'You may not watch this.')
      return
    }
    if (this.#closed) return
    const pump = new LogPump(this.#ports.logs, id, from, this.#socket, topic)
    const stop = this.#feed.subscribe(topic, {
      lines: lines => pump.offer(lines),
      changed: () => undefined,
      deployment: deployment => void pump.after(() => this.#socket.send({ type: 'deployment', topic, deployment })),
    })
    this.#topics.set(topic, () => {
      stop()
      pump.stop()
    })
    await pump.drain()
    // Read again: it may have ended between the first look and the subscription.
    const current = await this.#ports.deployments.get(id)
    if (!current) return
    const deployment = await describeDeployment(this.#ports, current)
    await pump.after(() => this.#socket.send({ type: 'deployment', topic, deployment }))
  }

  #mayRead(app: string, environment?: string): boolean {
    return this.#watcher !== null && can(this.#watcher.actor, 'read', { app, environment }).allowed
  }

  /** Whoever may see other things than before comes again, and is asked for every subscription what they may. */
  async #review(): Promise<void> {
    if (!this.#watcher) return
    const { actor, renew } = this.#watcher
    const now = await renew().catch(() => null)
    if (!now) this.#socket.close('Signed out.')
    else if (!isDeepStrictEqual(now.access, actor.access)) this.#socket.close('What you may see has changed.')
  }

  #leave(topic: string): void {
    this.#topics.get(topic)?.()
    this.#topics.delete(topic)
  }

  #refuse(code: string, message: string): void {
    this.#socket.send({ type: 'error', code, message })
  }
}

function parse(text: string): LiveRequest | null {
  try {
    return LiveRequest.parse(JSON.parse(text))
  } catch {
    return null
  }
}
