const first = 200
const longest = 5_000

/** Longer with each attempt, and never the same for two clients that lost the server at the same moment. */
export const backoff = (attempt: number): number =>
  Math.min(longest, first * 2 ** Math.min(attempt, 10)) * (0.75 + Math.random() / 4)

/** @throws the reason of `signal` */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
