import { readFileSync, writeFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Lets a process that leads its session, and all that it starts, have what others leave of the processor. Linux shares the processor
 * among sessions first (autogroup, sched(7)), where the niceness of a process counts only among those of its own: both are set.
 * @param niceness 1 to 19: the higher, the more it yields. A machine that does not let us changes nothing.
 */
export function yieldProcessor(pid: number | undefined, niceness: number): void {
  if (pid === undefined) return
  attempt(() => setPriority(pid, niceness))
  attempt(() => writeFileSync(shareOf(pid), String(niceness)))
}

/** As this process yields itself: a session of its own would begin anew with the full share of the processor. */
export function yieldAsWell(pid: number | undefined): void {
  if (pid === undefined) return
  yieldProcessor(pid, getPriority())
  attempt(() => writeFileSync(shareOf(pid), nicenessOf('self')))
}

/** For a while: the niceness of a process cannot be taken back, that of a session can. */
export async function yieldSession(pid: number, niceness: number): Promise<void> {
  for (let left = 5; left > 0; left--) {
    try {
      if (nicenessOf(pid) !== String(niceness)) writeFileSync(shareOf(pid), String(niceness))
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
    }
    // Who is not root may do so ten times a second.
    await pause(110)
  }
}

const shareOf = (pid: number | 'self'): string => `/proc/${pid}/autogroup`

/** Of a session: the last word of `/autogroup-17 nice 3`. */
const nicenessOf = (pid: number | 'self'): string => readFileSync(shareOf(pid), 'utf8').trim().split(' ').at(-1) ?? '0'

function attempt(work: () => void): void {
  try {
    work()
  } catch {
    // It ended already, or the machine has no such thing.
  }
}
