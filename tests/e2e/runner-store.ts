import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { type FoundCache, OfferCache } from '../../src/contract/job.ts'

/** Packed caches as an API with a store beside it has them: it says where, and the store takes and gives the bytes. */
export class RunnerStore {
  readonly objects = new Map<string, Buffer>()
  readonly parts = new Map<string, Record<string, string>>()
  readonly #server = createServer(async (request, response) => {
    const name = decodeURIComponent(request.url ?? '').slice(1)
    if (request.method === 'PUT') this.objects.set(name, await buffer(request))
    response.end(request.method === 'GET' ? this.objects.get(name) : '')
  })

  async listen(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  find(name: string): FoundCache {
    const savedAt = new Date(0).toISOString()
    const others = [...this.parts.values()].map(parts => ({ savedAt, parts }))
    return this.objects.has(name) ? { kept: { url: this.#url(name), savedAt }, others: [] } : { kept: null, others }
  }

  place(offered: unknown) {
    const { name, parts } = OfferCache.parse(offered)
    this.parts.set(name, parts)
    return { url: this.#url(name), headers: {} }
  }

  readonly #url = (name: string): string =>
    `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${encodeURIComponent(name)}`
}
