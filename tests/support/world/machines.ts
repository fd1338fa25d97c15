import { TrellisError } from '../../../src/core/errors.ts'
import type { JobRunner, MachineEnd, MachineStatus } from '../../../src/core/ports/job-runner.ts'
import { Machine, type Surroundings } from './machine.ts'
import type { Plan } from './script.ts'

/** Starts scripted machines instead of processes. They belong to no server, and outlive it. */
export class FakeMachines implements JobRunner {
  sizes = true
  readonly all: Machine[] = []
  /** How the next machines behave, in order; then `usual` decides. */
  readonly plans: Plan[] = []
  usual: () => Plan = () => 'succeeds'
  /** Every token that was ever handed over. */
  readonly tokens: string[] = []
  /** The next so many starts fail. */
  failingStarts = 0
  /** Why there is no room for any. */
  noRoom: string | null = null
  /** They are on their way, and cannot report yet. */
  slow = false
  /** Why those that are gone ended, where that is known. */
  known: MachineEnd | null = null
  /** How often a machine was asked for. */
  starts = 0
  readonly #around: Surroundings

  constructor(around: Surroundings) {
    this.#around = around
  }

  get alive(): Machine[] {
    return this.all.filter(machine => machine.alive)
  }

  of(deployment: string): Machine[] {
    return this.all.filter(machine => machine.deployment === deployment)
  }

  async start(deployment: string, token: string): Promise<void> {
    this.tokens.push(token)
    this.starts += 1
    if (this.noRoom) throw new TrellisError('machine_unavailable', this.noRoom)
    if (this.failingStarts > 0) {
      this.failingStarts -= 1
      // As an adapter would that quotes what it tried: the core must not pass it on.
      throw new Error(`cannot fork: trellis-runner --token ${token}`)
    }
    for (const machine of this.of(deployment)) {
      if (machine.alive && machine.job) return
      machine.alive = false
    }
    this.all.push(new Machine(deployment, token, this.plans.shift() ?? this.usual(), this.#around))
  }

  async stop(deployment: string): Promise<void> {
    for (const machine of this.of(deployment)) machine.alive = false
  }

  async status(deployment: string): Promise<MachineStatus> {
    if (!this.of(deployment).some(machine => machine.alive)) return 'gone'
    return this.slow ? 'starting' : 'running'
  }

  async taken(): Promise<void> {}

  async whyGone(deployment: string): Promise<MachineEnd | null> {
    return (await this.status(deployment)) === 'gone' ? this.known : null
  }
}
