export const livePath = '/api/v1/live'

export interface Addresses {
  /** Host names that lead here besides addresses and `localhost`. */
  hostNames: readonly string[]
  /** Whether browsers come by https. */
  secure: boolean
  /** Where pages are, for whoever called `host`. No slash at its end. */
  page(host: string): string
  /** Where the live socket is, for whoever called `host`, and a page of `origin`. */
  live(host: string, origin: string | undefined): string
  /** Whether a page of `origin` is one that was served under `host`, or under the name that the world knows. */
  isOwn(origin: string, host: string): boolean
}

/** @param publicUrl how the server is called from elsewhere, behind a proxy */
export function createAddresses(publicUrl: string | undefined): Addresses {
  const known = publicUrl ? new URL(publicUrl) : null
  const hostOf = (origin: string | undefined) => (origin ? URL.parse(origin)?.host : undefined)
  // Behind a proxy, but also from this machine itself, which needs no proxy: then the public scheme would be wrong.
  const isPublic = (host: string, origin?: string) => known !== null && [host, hostOf(origin)].includes(known.host)
  return {
    hostNames: known ? [known.hostname] : [],
    secure: known?.protocol === 'https:',
    page: host => known?.origin ?? `http://${host}`,
    live: (host, origin) =>
      known && isPublic(host, origin)
        ? `${known.protocol === 'https:' ? 'wss' : 'ws'}://${known.host}${livePath}`
        : `ws://${host}${livePath}`,
    isOwn: (origin, host) => {
      const given = hostOf(origin)
      return given !== undefined && given !== '' && (given === host || given === known?.host)
    },
  }
}
