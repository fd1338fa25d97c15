import type { Ports } from '../../../src/core/ports/ports.ts'
import type { Turns } from './turns.ts'

export class ConnectionLost extends Error {
  constructor() {
    super('the server is gone')
    this.name = 'ConnectionLost'
  }
}

/** One process that serves: it has nothing but its ports, and may be killed at any time. */
export class Server {
  readonly name: string
  readonly ports: Ports
  readonly #turns: Turns
  readonly #end = Promise.withResolvers<never>()
  alive = true
  /** What its background work threw, other than what is expected of a bad world. */
  readonly errors: unknown[] = []

  constructor(name: string, ports: Ports, turns: Turns) {
    this.name = name
    this.#turns = turns
    this.ports = yielding(ports, () => turns.pause(this))
    this.#end.promise.catch(() => undefined)
  }

  /** As over a network: the work may be done although its answer got lost. @throws ConnectionLost */
  call<T>(work: (ports: Ports) => Promise<T>): Promise<T> {
    if (!this.alive) return Promise.reject(new ConnectionLost())
    const answered = work(this.ports).finally(() => this.#turns.pause(this))
    return Promise.race([answered, this.#end.promise])
  }

  kill(): void {
    this.alive = false
    this.#turns.drop(this)
    this.#end.reject(new ConnectionLost())
  }
}

type Pause = () => Promise<void>

/** The same ports, but every call waits for its turn. */
function yielding(ports: Ports, pause: Pause): Ports {
  const { live, clock, ids, installation, limits, site, trouble, ...waiting } = ports
  const wrapped = Object.entries(waiting).map(([name, port]) => [name, eachCall(port, pause, isOutside(name))])
  return { ...(Object.fromEntries(wrapped) as typeof waiting), live, clock, ids, installation, limits, site, trouble }
}

/** What happens outside the server's stores is noticed by others before the server hears of it. */
const isOutside = (name: string): boolean => name === 'jobs' || name === 'cloud'

function eachCall<P extends object>(port: P, pause: Pause, alsoAfter: boolean): P {
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return async (...args: unknown[]) => {
        await pause()
        const result: unknown = await Reflect.apply(method, target, args)
        if (alsoAfter) await pause()
        return result
      }
    },
  })
}
