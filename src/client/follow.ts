import type { Deployment } from '../contract/deployment.ts'
import type { LogLine } from '../contract/log.ts'
import { isFinal } from '../contract/vocabulary.ts'
import { ApiError } from './api-error.ts'
import type { Follower } from './call.ts'
import { openLive } from './live-socket.ts'
import { type FollowTarget, LogCursor } from './log-cursor.ts'
import { backoff, pause } from './pause.ts'

export type { FollowTarget } from './log-cursor.ts'

export interface FollowOptions {
  /** The first line wanted. */
  from?: number
  /** Lines in order, none twice, none left out. */
  onLines?(lines: LogLine[]): void
  onDeployment?(deployment: Deployment): void
  /** False when the server cannot be reached, true once it can again. */
  onConnection?(connected: boolean): void
  signal?: AbortSignal
  /** For how long the server may be gone before this gives up. */
  patienceMs?: number
  /** After how much silence it asks whether the connection still lives. */
  idleMs?: number
}

/** @returns the final deployment. @throws ApiError when the server stays away or refuses; the reason of `signal` */
export type Follow = (target: FollowTarget, options?: FollowOptions) => Promise<Deployment>

export async function followWith(
  client: Follower,
  Socket: typeof WebSocket,
  target: FollowTarget,
  options: FollowOptions = {},
): Promise<Deployment> {
  const signal = options.signal ?? new AbortController().signal
  const watcher = new Watcher(client, Socket, target, options, signal)
  const patience = options.patienceMs ?? 5 * 60_000
  let connected = true
  let failingSince: number | null = null
  for (let attempt = 0; ; attempt++) {
    try {
      const final = (await watcher.watch()) ?? (await watcher.catchUp()).final
      if (!connected) options.onConnection?.(true)
      if (final) return final
      connected = true
      failingSince = null
    } catch (error) {
      signal.throwIfAborted()
      failingSince ??= Date.now()
      if (!mayPass(error) || Date.now() - failingSince >= patience) throw error
      if (connected) options.onConnection?.(false)
      connected = false
    }
    signal.throwIfAborted()
    if (watcher.heard()) attempt = 0
    await pause(backoff(attempt), signal)
  }
}

/** The server is away or overwhelmed for the moment; a refusal stays one. */
const mayPass = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500)

class Watcher {
  readonly #client: Follower
  readonly #socket: typeof WebSocket
  readonly #target: FollowTarget
  readonly #options: FollowOptions
  readonly #signal: AbortSignal
  readonly #cursor: LogCursor
  #heard = false

  constructor(
    client: Follower,
    socket: typeof WebSocket,
    target: FollowTarget,
    options: FollowOptions,
    signal: AbortSignal,
  ) {
    this.#client = client
    this.#socket = socket
    this.#target = target
    this.#options = options
    this.#signal = signal
    this.#cursor = new LogCursor(client, target, {
      from: options.from ?? 1,
      signal,
      onLines: lines => options.onLines?.(lines),
    })
  }

  /** Whether anything came over the live stream since this was last asked. */
  heard(): boolean {
    const heard = this.#heard
    this.#heard = false
    return heard
  }

  /** Watches over one connection. @returns null when that ended before the deployment did */
  async watch(): Promise<Deployment | null> {
    const { url, ticket } = await this.#client.call('liveTicket', { signal: this.#signal })
    const items = openLive(this.#socket, this.#client.readMessage, {
      url,
      ticket,
      topic: `deployment:${this.#target.id}`,
      from: () => this.#cursor.next,
      idleMs: this.#options.idleMs ?? 15_000,
      signal: this.#signal,
    })
    for await (const item of items) {
      if (item === 'idle') {
        const { final, missed } = await this.catchUp()
        if (final || missed > 0) return final
        continue
      }
      this.#heard = true
      if (item.type === 'lines') await this.#cursor.offer(item.lines)
      const final = item.type === 'deployment' ? await this.#tell(item.deployment) : null
      if (final) return final
    }
    return null
  }

  /** Asks without the live stream: for what it missed, and where no socket comes through. */
  async catchUp(): Promise<{ final: Deployment | null; missed: number }> {
    const { app, environment, number } = this.#target
    const params = { app, environment, number }
    const deployment = await this.#client.call('showDeployment', { params, signal: this.#signal })
    const missed = await this.#cursor.readUpTo(deployment.lastSeq)
    return { final: await this.#tell(deployment), missed }
  }

  /** @returns the deployment if it is over; then all its lines were handed on. */
  async #tell(deployment: Deployment): Promise<Deployment | null> {
    const final = isFinal(deployment.state)
    if (final) await this.#cursor.readUpTo(deployment.lastSeq)
    this.#options.onDeployment?.(deployment)
    return final ? deployment : null
  }
}
