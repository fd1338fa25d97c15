import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Engines } from './job-runner-containers.ts'
import { replaceFile } from './write-once.ts'

/** Which process a deployment runs in, written down so that a later server finds it. */
export interface JobRecord {
  readonly deployment: string
  readonly pid: number
  readonly startedAt: number
  /** Pids and start times begin anew with each boot of the machine. */
  readonly boot: string
  /** Where its steps run in containers. */
  readonly engines?: Engines
}

export class JobRecords {
  readonly #folder: string

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#folder = folder
  }

  write(record: JobRecord): void {
    replaceFile(this.#path(record.deployment), `${JSON.stringify(record)}\n`)
  }

  read(deployment: string): JobRecord | null {
    try {
      return JSON.parse(readFileSync(this.#path(deployment), 'utf8')) as JobRecord
    } catch {
      // Never started, or long over.
      return null
    }
  }

  remove(deployment: string): void {
    rmSync(this.#path(deployment), { force: true })
  }

  /** The deployments that have one. */
  all(): string[] {
    return readdirSync(this.#folder)
      .filter(name => name.endsWith('.json'))
      .map(name => name.slice(0, -'.json'.length))
  }

  #path(deployment: string): string {
    if (!/^[\w-]+$/.test(deployment)) throw new Error(`${deployment} is no id of a deployment`)
    return join(this.#folder, `${deployment}.json`)
  }
}

export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
