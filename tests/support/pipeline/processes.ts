import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { processTable } from '../../../src/platform/process-table.ts'

/** Deployment id → processes of its build, which carry it in their environment; zombies do not count. */
export function buildProcesses(): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const { pid } of processTable()) {
    const deployment = jobOf(pid)
    if (deployment) found.set(deployment, [...(found.get(deployment) ?? []), pid])
  }
  return found
}

function jobOf(pid: number): string | undefined {
  try {
    const settings = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
    return settings.find(setting => setting.startsWith('TRELLIS_JOB='))?.slice('TRELLIS_JOB='.length)
  } catch {
    // It ended meanwhile, or is another user's.
    return undefined
  }
}

/** Deployment id → the process of its runner, as the home has it on record. */
export function runnerProcesses(home: string): Map<string, number> {
  const folder = join(home, 'jobs', 'records')
  const found = new Map<string, number>()
  for (const name of namesIn(folder).filter(each => each.endsWith('.json'))) {
    try {
      const { deployment, pid } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>
      if (typeof deployment === 'string' && typeof pid === 'number') found.set(deployment, pid)
    } catch {
      // It was just removed.
    }
  }
  return found
}

export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** @returns whether it was there to be killed */
export function killHard(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}
