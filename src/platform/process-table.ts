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
  let fields: string[]
  try {
    fields = fieldsOf(pid)
  } catch {
    return null
  }
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

/**
 * What the kernel tells of it, from the state on, as proc_pid_stat(5) counts them less three.
 * @throws where there is no such process
 */
function fieldsOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  // The second field is the program's name in brackets, and may itself hold brackets and blanks.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
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
  try {
    return `\0${environmentOf(pid)}`.includes(`\0${setting}\0`)
  } catch {
    return false
  }
}

/**
 * Where the main thread has ended, its own is empty or none at all, as the kernel likes; another thread shows it. In the midst
 * of exec a process has no environment: one that is looked at then, or execs itself without end to hide, is looked at again.
 * @throws where it may not be read
 */
function environmentOf(pid: number): string {
  for (let look = 0; look < mostLooks; look++) {
    const whole = textOf(`/proc/${pid}/environ`)
    if (whole) return whole
    const other = readdirSync(`/proc/${pid}/task`).find(thread => thread !== String(pid))
    if (other !== undefined) return textOf(`/proc/${pid}/task/${other}/environ`) ?? ''
    if (whole === null) return ''
    const { inExec, isEmpty } = stateOfEnvironment(pid)
    if (inExec) Atomics.wait(pause, 0, 0, 1)
    else if (isEmpty) return ''
  }
  return ''
}

/** In exec a millisecond passes between two: on a busy machine a process may not get on for as long. */
const mostLooks = 200

/**
 * Exec tells where the code begins only once it has written the environment.
 * @throws as above: the kernel's own have no memory for one
 */
function stateOfEnvironment(pid: number): { inExec: boolean; isEmpty: boolean } {
  const fields = fieldsOf(pid)
  const [memory, code, start, end] = [20, 23, 47, 48].map(index => Number(fields[index]))
  if (memory === 0) throw new Error(`${pid} has no memory`)
  return { inExec: code === 0, isEmpty: start === end }
}

const pause = new Int32Array(new SharedArrayBuffer(4))

/** Null where it may not be read, or there is none. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return null
  }
}
