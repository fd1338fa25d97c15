import { cpus } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

const longest = 60_000

/** Waits until the processors have rested for two seconds: what a deployment prepares for the next one, after its end, is no part of a page. */
export async function untilCalm(): Promise<void> {
  const givenUp = performance.now() + longest
  while (performance.now() < givenUp) {
    const before = spent()
    await pause(2_000)
    const after = spent()
    if ((after.idle - before.idle) / (after.all - before.all) > 0.9) return
  }
}

/** Milliseconds, of all processors together. */
function spent(): { idle: number; all: number } {
  const times = cpus().map(one => one.times)
  const idle = times.reduce((sum, one) => sum + one.idle, 0)
  return { idle, all: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle) }
}
