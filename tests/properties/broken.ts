import type { Ports } from '../../src/core/ports/ports.ts'

type Break = (ports: Ports) => Ports

/** Replaces some methods of one port, and leaves the rest to it. */
export const broken =
  <N extends 'deployments' | 'apps' | 'cloud' | 'jobs' | 'logs' | 'live' | 'outbox'>(
    name: N,
    change: (whole: Ports[N]) => Partial<Ports[N]>,
  ): Break =>
  ports => {
    const changed = change(ports[name])
    const get = (whole: Ports[N], method: string | symbol): unknown => {
      const found: unknown = Reflect.get(method in changed ? changed : whole, method)
      return typeof found === 'function' ? found.bind(whole) : found
    }
    return { ...ports, [name]: new Proxy(ports[name], { get }) }
  }
