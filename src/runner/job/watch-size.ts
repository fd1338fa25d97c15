import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const leastPauseMs = 1_000

/**
 * Tells once when a folder holds more than it may. It is looked at now and then, and for a small part of the time: what is
 * written in between is over the limit for as long.
 * @returns ends the watch
 */
export function watchSize(folder: string, mostBytes: number, onOver: (bytes: number) => void): () => void {
  let timer: NodeJS.Timeout
  const look = async (): Promise<void> => {
    const began = performance.now()
    const bytes = await sizeOf(folder)
    if (bytes > mostBytes) onOver(bytes)
    else plan(Math.max(leastPauseMs, 20 * (performance.now() - began)))
  }
  const plan = (ms: number): void => {
    timer = setTimeout(() => void look(), ms)
    timer.unref()
  }
  plan(leastPauseMs)
  return () => clearTimeout(timer)
}

/** What is removed meanwhile makes `du` complain; the sum counts all the same. */
async function sizeOf(folder: string): Promise<number> {
  const { stdout } = await run('du', ['-skx', folder]).catch((error: { stdout?: string }) => ({ stdout: error.stdout }))
  return Number.parseInt(stdout ?? '', 10) * 1_024 || 0
}
