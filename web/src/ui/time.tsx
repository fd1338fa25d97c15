import { formatDistanceStrict } from 'date-fns/formatDistanceStrict'
import prettyMs from 'pretty-ms'
import { useCalmNow, useNow } from '../lib/use-now.ts'

/** `2 minutes ago`, and the exact time on hover. */
export function Ago({ at }: { at: string }) {
  const now = useCalmNow()
  return (
    // To write out a date costs a slow machine as much as drawing a card: only for who points at it.
    <time
      dateTime={at}
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' })
      }}
    >
      {now - Date.parse(at) < 60_000 ? 'just now' : `${formatDistanceStrict(now, at, { roundingMethod: 'floor' })} ago`}
    </time>
  )
}

/** How long it took, or takes so far. */
export function Duration({ from, to }: { from: string; to: string | null | undefined }) {
  const now = useNow(!to)
  return <span className="duration">{formatDuration((to ? Date.parse(to) : now) - Date.parse(from), !to)}</span>
}

/** `0.4s`, `1.0s`, `1m 12s`; of what still runs `0:42`. */
export function formatDuration(milliseconds: number, running = false): string {
  const whole = Math.max(0, milliseconds)
  if (running) return prettyMs(whole, { colonNotation: true, secondsDecimalDigits: 0 })
  if (whole < 1_000) return `${(whole / 1_000).toFixed(1)}s`
  return whole < 10_000
    ? prettyMs(whole, { secondsDecimalDigits: 1, keepDecimalsOnWholeSeconds: true })
    : prettyMs(whole, { secondsDecimalDigits: 0 })
}

/** `about 2s`, `about 1m 12s`: an estimate has no tenths. */
export const aboutDuration = (seconds: number): string =>
  `about ${prettyMs(Math.max(1, Math.round(seconds)) * 1_000, { secondsDecimalDigits: 0 })}`
