import { useEffect, useState, useSyncExternalStore } from 'react'

/** Milliseconds since the epoch, anew every second while something runs. */
export function useNow(ticking: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!ticking) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [ticking])
  return now
}

const calmMs = 15_000
const listeners = new Set<() => void>()
let calmNow = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  calmNow = Date.now()
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  if (listeners.size === 0) timer = setInterval(tick, calmMs)
  listeners.add(listener)
  // Nobody kept it up until now.
  if (listeners.size === 1) calmNow = Date.now()
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

/** Milliseconds since the epoch, up to 15 s behind: one clock for all that is told in minutes and more. */
export const useCalmNow = (): number => useSyncExternalStore(listen, () => calmNow)
