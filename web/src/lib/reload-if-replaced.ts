import { isReplaced } from './is-replaced.ts'

/**
 * A part of this dashboard is not there. Either a newer one took its place while it was open, whose parts have other names: then the
 * page begins anew. Or the server is away: then the page stays as it is.
 */
export function reloadIfReplaced(): Promise<void> {
  // With one part all others are missing: the server is asked once for all of them.
  asking ??= look().finally(() => setTimeout(() => (asking = null), pauseMs))
  return asking
}

const pauseMs = 5_000
let asking: Promise<void> | null = null

async function look(): Promise<void> {
  if (await isReplaced()) location.reload()
}
