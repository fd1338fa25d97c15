import type { Clock } from '../../core/ports/clock.ts'

/** A clock that stands still until a test moves it. */
export interface SettableClock extends Clock {
  /** Never back: an earlier time is ignored. */
  set(now: number): void
  advance(milliseconds: number): void
}

export function createClock(start = Date.UTC(2025, 0, 1)): SettableClock {
  let time = start
  return {
    now: () => time,
    set(now) {
      time = Math.max(time, now)
    },
    advance(milliseconds) {
      time += Math.max(0, milliseconds)
    },
  }
}
