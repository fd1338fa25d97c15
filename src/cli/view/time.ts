const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** How long ago, in one unit: `2 min`. */
export function age(at: string | null, now: number): string {
  if (!at) return ''
  const ms = Math.max(0, now - Date.parse(at))
  if (ms < 10 * second) return 'now'
  if (ms < minute) return `${Math.floor(ms / second)} s`
  if (ms < hour) return `${Math.floor(ms / minute)} min`
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`
  return `${Math.floor(ms / day)} d`
}

/** How long it took: `0.4 s`, `38 s`, `1 min 12 s`. */
export function duration(ms: number): string {
  if (ms < 9_950) return `${(Math.max(0, ms) / second).toFixed(1)} s`
  const seconds = Math.round(ms / second)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** From one instant to another, or to now. */
export const between = (from: string, to: string | null | undefined, now: number): number =>
  (to ? Date.parse(to) : now) - Date.parse(from)

/** A clock that runs: `0:42`, `12:03`, `1:02:03`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / second))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}
