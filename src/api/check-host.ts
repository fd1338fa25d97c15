import { isIP } from 'node:net'
import { TrellisError } from '../core/errors.ts'

/**
 * Whether a Host header may be served. A page of elsewhere can make a browser connect to this machine under its own name
 * (DNS rebinding); it cannot do so under an address or under `localhost`.
 * @param names further host names that lead here, such as that of a proxy
 * @throws TrellisError wrong_host
 */
export function checkHost(header: string | undefined, names: readonly string[]): void {
  const host = hostOf(header ?? '')
  if (host && (isIP(host) || host === 'localhost' || names.includes(host))) return
  throw new TrellisError(
    'wrong_host',
    `This server is not called ${host || 'that'}.`,
    'Use its address, or start it with --public-url.',
  )
}

function hostOf(header: string): string | null {
  if (/[/@\s]/.test(header)) return null
  const url = URL.parse(`http://${header}`)
  return url ? url.hostname.replace(/^\[(.*)\]$/, '$1') : null
}
