import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const GRACE_MS = 5_000

/**
 * Ends a process that leads a group of its own, and all that it started.
 * @param graceMs how long it has to end by itself; 0: none
 */
export async function endGroup(child: ChildProcess, graceMs = GRACE_MS): Promise<void> {
  const pid = child.pid
  if (!pid) return
  const gone = child.exitCode !== null || child.signalCode ? Promise.resolve() : once(child, 'exit')
  if (graceMs > 0) {
    signalGroup(pid, 'SIGTERM')
    await Promise.race([gone, sleep(graceMs, undefined, { ref: false })])
  }
  signalGroup(pid, 'SIGKILL')
  await gone
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
