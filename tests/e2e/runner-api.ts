import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { ClaimJob, FindCache, JobSpec, PostEvents, type RunnerEvent } from '../../src/contract/job.ts'
import type { RunnerStore } from './runner-store.ts'

/** The API as a runner sees it: checks every body against the contract, keeps what came, and can fail on purpose. */
export class RunnerApi {
  readonly events: RunnerEvent[] = []
  readonly received = new Map<number, number>()
  readonly token = 'job-token-that-nobody-may-see-in-a-log'
  session = ''
  directive: 'continue' | 'stop' = 'continue'
  /** Answers with this instead, while it gives something. */
  trouble: () => number | 'hang up' | null = () => null
  artifact: Buffer = Buffer.alloc(0)
  /** Where caches are by URL. */
  store: RunnerStore | undefined
  /** How often it was asked for what opens the repository. */
  clones = 0
  claimedAt = 0
  problems: string[] = []
  readonly job: JobSpec
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  constructor(job: JobSpec) {
    this.job = JobSpec.parse(job)
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(port, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  get lines(): string[] {
    return this.events.flatMap(event => (event.type === 'log' ? [event.text] : []))
  }

  of<T extends RunnerEvent['type']>(type: T): Extract<RunnerEvent, { type: T }>[] {
    return this.events.filter(event => event.type === type) as Extract<RunnerEvent, { type: T }>[]
  }

  get phases(): string[] {
    return this.of('phase-finished').map(({ phase, state }) => `${phase} ${state}`)
  }

  async finished(ms = 60_000): Promise<Extract<RunnerEvent, { type: 'finished' }>['outcome']> {
    await this.until(() => this.of('finished').length > 0, ms)
    return this.of('finished')[0]?.outcome as never
  }

  async until(holds: () => boolean, ms = 60_000): Promise<void> {
    for (const end = Date.now() + ms; !holds(); ) {
      if (Date.now() > end) throw new Error(`it did not happen in ${ms} ms; log:\n${this.lines.join('\n')}`)
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const trouble = this.trouble()
    if (trouble === 'hang up') {
      request.socket.destroy()
      return
    }
    if (trouble) return reply(response, trouble, { error: { code: 'made_up', message: 'made up' } })
    try {
      const answer = this.#serve(request, body)
      if (answer instanceof Buffer) response.end(answer)
      else reply(response, 'error' in answer ? 401 : 200, answer)
    } catch (error) {
      this.problems.push(String(error))
      reply(response, 400, { error: { code: 'invalid_input', message: String(error) } })
    }
  }

  #serve(request: IncomingMessage, body: Buffer): object {
    const bearer = request.headers.authorization?.replace('Bearer ', '')
    const refused = { error: { code: 'not_signed_in', message: 'no' } }
    if (request.url === '/api/v1/jobs/claim') {
      if (bearer !== this.token) return refused
      this.session = ClaimJob.parse(JSON.parse(body.toString())).session
      this.claimedAt = Date.now()
      return { job: this.job }
    }
    if (bearer !== this.session) return refused
    switch (request.url?.slice(`/api/v1/jobs/${this.job.deployment.id}`.length)) {
      case '/events':
        return this.#take(body)
      case '/credentials':
        return this.job.account.credentials
      case '/clone-credential':
        this.clones++
        return { credential: null }
      case '/caches/find':
        if (this.store) return this.store.find(FindCache.parse(JSON.parse(body.toString())).name)
        break
      case '/caches':
        if (this.store) return this.store.place(JSON.parse(body.toString()))
        break
      case '/artifact':
        if (request.method === 'GET') return this.artifact
        this.artifact = body
        return { digest: 'd'.repeat(64), bytes: body.length }
    }
    throw new Error(`${request.method} ${request.url} is not of the protocol`)
  }

  #take(body: Buffer) {
    for (const event of PostEvents.parse(JSON.parse(body.toString())).events) {
      if (event.seq !== this.events.length + 1) continue
      this.received.set(event.seq, Date.now())
      this.events.push(event)
    }
    return { acknowledged: this.events.length, directive: this.directive }
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
