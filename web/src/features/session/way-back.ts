const place = 'trellis-way-back'
/** As long as a code of `trellis login` lives. */
const lifetime = 10 * 60_000

/** Only a place of this dashboard: a link must not lead elsewhere by way of a sign-in. */
export const isOwnPlace = (wanted: unknown): wanted is string =>
  typeof wanted === 'string' && /^\/(?![/\\])/.test(wanted)

/**
 * Remembers where somebody wanted to go who has to sign in first, also what stands behind its `#`: a code of
 * `trellis login` belongs in no address that a server, a log or another page could see. It stays in this tab, on the way
 * through GitHub or a one-time link, and opens nothing by itself.
 */
export function keepWayBack(wanted: string): void {
  sessionStorage.setItem(place, JSON.stringify({ wanted, until: Date.now() + lifetime }))
}

/** Where to, once; null: nowhere in particular, or that was long ago. */
export function takeWayBack(): string | null {
  const kept = sessionStorage.getItem(place)
  sessionStorage.removeItem(place)
  if (!kept) return null
  const { wanted, until } = JSON.parse(kept) as { wanted: unknown; until: unknown }
  return isOwnPlace(wanted) && Number(until) > Date.now() ? wanted : null
}
