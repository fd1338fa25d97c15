import type { QueryClient } from '@tanstack/react-query'
import type { LiveMessage, LiveRequest, LiveTicket } from '../../../src/contract/live.ts'
import { applyLiveMessage } from './apply-live-message.ts'
import { renewTopic } from './renew-topic.ts'
import { Silence } from './silence.ts'

const firstDelay = 500
const longestDelay = 10_000

/** What it takes of the browser. */
export interface Surroundings {
  ticket(): Promise<LiveTicket>
  connect(url: string): WebSocket
  readMessage(data: string): LiveMessage | null
  /** When the network or the person comes back. */
  onReturn(listener: () => void): void
}

/**
 * The one live connection of the page. It comes back by itself; whatever happened before the server watched for it is asked
 * for anew, so that nothing shown is older than the connection.
 */
export class LiveConnection {
  readonly #queries: QueryClient
  readonly #isSignedIn: () => Promise<boolean>
  readonly #around: Surroundings
  readonly #topics = new Map<string, number>()
  readonly #listeners = new Set<() => void>()
  readonly #silence = new Silence(
    () => this.#ask(),
    () => this.#ended(),
  )
  /** The one that was opened last, which may not be ready yet. */
  #latest: WebSocket | null = null
  #socket: WebSocket | null = null
  /** What was subscribed to once more, for a sign of life alone. */
  #asked: string | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #delay = firstDelay
  #opening = false
  #lost = false

  /** @param isSignedIn asked before it comes back: a session may have ended meanwhile, and then nothing is asked for */
  constructor(queries: QueryClient, isSignedIn: () => Promise<boolean>, around: Surroundings) {
    this.#queries = queries
    this.#isSignedIn = isSignedIn
    this.#around = around
    around.onReturn(() => (this.#socket ? this.#ask() : this.#retryNow()))
  }

  /** Whether what is shown may be out of date. */
  get lost(): boolean {
    return this.#lost
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @returns how to stop watching */
  watch(topic: string): () => void {
    const watchers = this.#topics.get(topic) ?? 0
    this.#topics.set(topic, watchers + 1)
    if (watchers === 0 && this.#socket) this.#subscribe(topic)
    void this.#open()
    return () => {
      const left = (this.#topics.get(topic) ?? 1) - 1
      if (left > 0) return void this.#topics.set(topic, left)
      this.#topics.delete(topic)
      if (this.#socket) this.#say({ unsubscribe: topic })
    }
  }

  async #open(): Promise<void> {
    if (this.#opening || this.#socket) return
    this.#opening = true
    try {
      if (this.#lost && !(await this.#isSignedIn())) {
        this.#opening = false
        return
      }
      const { url, ticket } = await this.#around.ticket()
      const socket = this.#around.connect(url)
      this.#latest = socket
      this.#silence.await()
      socket.addEventListener('open', () => socket.send(JSON.stringify({ ticket })))
      socket.addEventListener('message', ({ data }) => socket === this.#latest && this.#receive(socket, String(data)))
      socket.addEventListener('close', () => socket === this.#latest && this.#ended())
    } catch {
      this.#ended()
    }
  }

  #receive(socket: WebSocket, data: string): void {
    this.#silence.heard()
    const message = this.#around.readMessage(data)
    if (message?.type === 'ready') {
      this.#socket = socket
      this.#opening = false
      this.#delay = firstDelay
      for (const topic of this.#topics.keys()) this.#subscribe(topic)
      if (this.#lost) void this.#queries.invalidateQueries()
      this.#tell(false)
    } else if (message?.type === 'error' || (message?.type === 'watching' && message.topic === this.#asked))
      this.#asked = null
    else if (message?.type === 'watching') renewTopic(this.#queries, message.topic)
    else if (message) applyLiveMessage(this.#queries, message)
  }

  /** For a sign of life: who watches a topic is told so once more. */
  #ask(): void {
    const [topic] = this.#topics.keys()
    if (topic === undefined || this.#asked !== null) return
    this.#asked = topic
    this.#subscribe(topic)
  }

  /** It is answered in any case. */
  #subscribe(topic: string): void {
    this.#silence.await()
    this.#say({ subscribe: topic })
  }

  #ended(): void {
    this.#silence.stop()
    this.#latest?.close()
    this.#latest = null
    this.#asked = null
    this.#socket = null
    this.#opening = false
    if (this.#topics.size === 0) return
    this.#tell(true)
    this.#timer ??= setTimeout(() => this.#retryNow(), this.#delay)
    this.#delay = Math.min(this.#delay * 2, longestDelay)
  }

  #retryNow(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#topics.size > 0) void this.#open()
  }

  #tell(lost: boolean): void {
    if (this.#lost === lost) return
    this.#lost = lost
    for (const listener of this.#listeners) listener()
  }

  #say(request: LiveRequest): void {
    this.#socket?.send(JSON.stringify(request))
  }
}
