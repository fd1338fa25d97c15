import { readdirSync, readFileSync } from 'node:fs'

/** One running process, as Linux tells it. A pid alone can be reused; pid and start time together cannot. */
export interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  /** In clock ticks since the machine was booted. */
  readonly startedAt: number
}

/**
 * Null: there is no such process, or it is a zombie that only waits to be collected. One whose main thread alone has ended looks like
 * a zombie as well, and lives on in its other threads.
 */
export function readProcess(pid: number): ProcessEntry | null {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return null
  }
  // The second field is the program's name in brackets, and may itself hold brackets and blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parent, group, session] = fields
  const threads = Number(fields[17])
  if (state === undefined || state === 'X' || (state === 'Z' && threads <= 1)) return null
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    startedAt: Number(fields[19]),
  }
}

/** Whose rights it has; null: there is no such process. Its folder in /proc would not tell: a process may hide that. */
export function userOf(pid: number): number | null {
  try {
    const [, uid] = /^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
    return uid === undefined ? null : Number(uid)
  } catch {
    return null
  }
}

/** Every process of the machine; empty where there is no /proc. */
export function processTable(): ProcessEntry[] {
  let names: string[]
  try {
    names = readdirSync('/proc')
  } catch {
    return []
  }
  const entries: ProcessEntry[] = []
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue
    const entry = readProcess(Number(name))
    if (entry) entries.push(entry)
  }
  return entries
}

/** Whether a process was started with this `KEY=value` in its environment. False where that cannot be read. */
export function hasInEnvironment(pid: number, setting: string): boolean {
  return `\0${environmentOf(pid)}`.includes(`\0${setting}\0`)
}

/**
 * Where the main thread has ended, its own is empty or none at all, as the kernel likes; another thread shows it. In the midst
 * of exec a process has no environment: one that is looked at then, or execs itself without end to hide, is looked at again.
 */
function environmentOf(pid: number): string {
  for (let looks = mostLooks; looks > 0; looks--) {
    const whole = textOf(`/proc/${pid}/environ`)
    if (whole !== '') return whole
    const other = threadsOf(pid).find(thread => thread !== String(pid))
    if (other !== undefined) return textOf(`/proc/${pid}/task/${other}/environ`)
    // The kernel's own threads have no memory.
    if (/^(0 |$)/.test(textOf(`/proc/${pid}/statm`))) return ''
    // Whoever has arguments was started without an environment, or has come out of exec just now.
    if (textOf(`/proc/${pid}/cmdline`) !== '') looks = Math.min(looks, 4)
    else Atomics.wait(pause, 0, 0, 1)
  }
  return ''
}

/** In exec a millisecond passes between two. */
const mostLooks = 50
const pause = new Int32Array(new SharedArrayBuffer(4))

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
