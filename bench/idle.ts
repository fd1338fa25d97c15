import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** Resident memory of a process, in MB of a million bytes. */
export function memoryOf(pid: number): number {
  return (kilobytesOf(pid) * 1024) / 1e6
}

const ticksPerSecond = 100

/** Milliseconds of the processor that a process has had; of no other system than Linux is that known. */
export function processorTimeOf(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN
  // After the name of the program, which may hold anything: its state, and eleven fields later the two times.
  const [, fields = ''] = /.*\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  const [user, system] = fields.split(' ').slice(11, 13)
  return ((Number(user) + Number(system)) * 1_000) / ticksPerSecond
}

function kilobytesOf(pid: number): number {
  if (process.platform === 'linux') {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  }
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }))
}

export interface EmptyNode {
  readonly pid: number
  /** Milliseconds from its spawn until it said something. */
  readonly readyMs: number
  stop(): Promise<void>
}

/** The least that a program of Node can be: it says one word, and stays. */
export async function startEmptyNode(): Promise<EmptyNode> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['-e', 'process.stdout.write("x"); setInterval(() => {}, 1e6)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await once(child.stdout, 'data')
  return { pid: child.pid ?? 0, readyMs: performance.now() - startedAt, stop: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
