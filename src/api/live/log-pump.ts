import { setTimeout as pause } from 'node:timers/promises'
import type { LiveMessage } from '../../contract/live.ts'
import type { LogLine } from '../../contract/log.ts'
import type { LogStore } from '../../core/ports/log-store.ts'
import type { LiveSocket } from './socket.ts'

const page = 1_000
const mostPending = 4 * 1024 * 1024

/**
 * Sends the lines of one deployment in order, each once, from a given one on. What is offered while it is up to date goes out at
 * once; otherwise it is read from the store, which also is what happens to a watcher too slow to keep up.
 */
export class LogPump {
  readonly #logs: LogStore
  readonly #deployment: string
  readonly #socket: LiveSocket
  readonly #topic: string
  #next: number
  #newest = 0
  #stopped = false
  #draining: Promise<void> | null = null

  constructor(logs: LogStore, deployment: string, from: number, socket: LiveSocket, topic: string) {
    this.#logs = logs
    this.#deployment = deployment
    this.#next = from
    this.#socket = socket
    this.#topic = topic
  }

  offer(lines: readonly LogLine[]): void {
    const first = lines[0]
    const last = lines.at(-1)
    if (!first || !last) return
    this.#newest = Math.max(this.#newest, last.seq)
    if (this.#draining || first.seq !== this.#next || this.#socket.pending() > mostPending) {
      void this.drain()
      return
    }
    this.#send(lines)
  }

  /** Sends what the store holds; returns when nothing is left to send. A store that fails ends the watcher, who comes again. */
  drain(): Promise<void> {
    this.#draining ??= this.#run().catch(() => {
      this.#draining = null
      this.stop()
      this.#socket.close('The log cannot be read now; connect again.')
    })
    return this.#draining
  }

  /** Runs `what` once the lines that are known now have been sent. */
  async after(what: () => void): Promise<void> {
    if (this.#draining || this.#next <= this.#newest) await this.drain()
    if (!this.#stopped) what()
  }

  stop(): void {
    this.#stopped = true
  }

  async #run(): Promise<void> {
    for (;;) {
      while (!this.#stopped && this.#socket.pending() > mostPending) await pause(20)
      const lines = this.#stopped ? [] : (await this.#logs.read(this.#deployment, this.#next, page)).lines
      if (lines.length > 0) {
        this.#send(lines)
        continue
      }
      // In the same turn as the empty read, so that no line can be offered in between and be forgotten.
      this.#draining = null
      return
    }
  }

  #send(lines: readonly LogLine[]): void {
    const last = lines.at(-1)
    if (this.#stopped || !last) return
    this.#next = last.seq + 1
    this.#socket.send(messageOf(this.#topic, lines))
  }
}

type Lines = Extract<LiveMessage, { type: 'lines' }>

/** One message for all who get the same lines: a thousand watchers need not each have their own. */
const messages = new WeakMap<readonly LogLine[], Lines>()

function messageOf(topic: string, lines: readonly LogLine[]): Lines {
  const known = messages.get(lines)
  if (known?.topic === topic) return known
  const message: Lines = { type: 'lines', topic, lines: [...lines] }
  messages.set(lines, message)
  return message
}
