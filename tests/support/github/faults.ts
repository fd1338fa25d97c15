import type { ServerResponse } from 'node:http'

export interface Fault {
  /** Of the request: `GET /repos/…`, as it was asked. */
  of: RegExp
  /** How often it strikes; for good if nothing is said. */
  times?: number
  does:
    | { kind: 'answer'; status: number; headers?: Record<string, string>; message: string }
    /** Says nothing for as long as the client waits. */
    | { kind: 'silence' }
    | { kind: 'reset' }
}

/** What goes wrong at GitHub, and how often. */
export class Faults {
  #planned: { fault: Fault; left: number }[] = []
  /** How often one struck. */
  struck = 0

  add(fault: Fault): void {
    this.#planned.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY })
  }

  /** Everything is well again. */
  clear(): void {
    this.#planned = []
  }

  down(times?: number, of = /./): void {
    const does = { kind: 'answer', status: 503, message: 'Service unavailable' } as const
    this.add({ of, does, ...(times ? { times } : {}) })
  }

  /** A secondary rate limit, which tells how long to wait. */
  slowDown(seconds: number, times = 1, of = /./): void {
    const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
    const does = { kind: 'answer', status: 403, headers: { 'retry-after': String(seconds) }, message } as const
    this.add({ of, times, does })
  }

  silent(times = 1, of = /./): void {
    this.add({ of, times, does: { kind: 'silence' } })
  }

  /** @returns whether a fault took the request. */
  strike(what: string, response: ServerResponse): boolean {
    const hit = this.#planned.find(one => one.left > 0 && one.fault.of.test(what))
    if (!hit) return false
    hit.left -= 1
    this.struck += 1
    const { does } = hit.fault
    if (does.kind === 'reset') response.destroy()
    if (does.kind === 'answer') {
      response.writeHead(does.status, { 'content-type': 'application/json', ...does.headers })
      response.end(JSON.stringify({ message: does.message, documentation_url: 'https://docs.github.com/rest' }))
    }
    return true
  }
}
