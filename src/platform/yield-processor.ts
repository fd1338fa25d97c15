import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/**
 * Lets a process that leads its session, and all that it starts, have what others leave of the processor. Linux shares the processor
 * among sessions first (autogroup, sched(7)), where the niceness of a process counts only among those of its own: both are set.
 * @param niceness 1 to 19: the higher, the more it yields. A machine that does not let us changes nothing.
 */
export function yieldProcessor(pid: number | undefined, niceness: number): void {
  if (pid === undefined) return
  attempt(() => setPriority(pid, niceness))
  attempt(() => writeFileSync(`/proc/${pid}/autogroup`, String(niceness)))
}

function attempt(work: () => void): void {
  try {
    work()
  } catch {
    // It ended already, or the machine has no such thing.
  }
}
