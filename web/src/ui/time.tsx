import '@github/relative-time-element/relative-time/define'
import prettyMs from 'pretty-ms'
import { useNow } from '../lib/use-now.ts'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'relative-time': { datetime: string; format?: string; tense?: string; class?: string; children?: string }
    }
  }
}

/** `2 minutes ago`, and the exact time on hover. */
export const Ago = ({ at }: { at: string }) => (
  <relative-time datetime={at} format="relative">
    {at.slice(0, 10)}
  </relative-time>
)

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
