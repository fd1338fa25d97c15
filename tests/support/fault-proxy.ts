import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** `well`: as if it were not there. `stopped`: nobody listens. `slow`: every answer takes its time. `failing`: every answer is 500. */
export type Health = 'well' | 'stopped' | 'slow' | 'failing'

/** Stands before a cloud on this machine, and lets it fail. */
export class FaultProxy {
  readonly #target: number
  readonly #slowMs: number
  readonly #agent = new Agent({ keepAlive: true })
  readonly #server = createServer((asked, answer) => this.#take(asked, answer))
  readonly #sockets = new Set<Socket>()
  #health: Health = 'well'
  #port = 0

  private constructor(target: number, slowMs: number) {
    this.#target = target
    this.#slowMs = slowMs
    this.#server.on('connection', socket => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  /** @param target a port of this machine @param slowMs how long an answer takes while it is slow */
  static async before(target: number, slowMs = 1_500): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, slowMs)
    await proxy.#listen()
    return proxy
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async be(health: Health): Promise<void> {
    if (health === 'stopped' && this.#health !== 'stopped') await this.#close()
    if (health !== 'stopped' && this.#health === 'stopped') await this.#listen()
    this.#health = health
  }

  async stop(): Promise<void> {
    await this.be('stopped')
    this.#agent.destroy()
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (typeof address === 'object' && address) this.#port = address.port
  }

  async #close(): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
  }

  #take(asked: IncomingMessage, answer: ServerResponse): void {
    if (this.#health === 'failing') {
      asked.resume()
      answer.writeHead(500, { 'content-type': 'text/plain' }).end('Internal failure')
      return
    }
    setTimeout(() => this.#passOn(asked, answer), this.#health === 'slow' ? this.#slowMs : 0)
  }

  #passOn(asked: IncomingMessage, answer: ServerResponse): void {
    const { method, url, headers } = asked
    const passed = request({ host: '127.0.0.1', port: this.#target, method, path: url, headers, agent: this.#agent })
    passed.on('response', response => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    answer.on('close', () => answer.writableFinished || passed.destroy())
    asked.pipe(passed)
  }
}
