import type { JobSpec, RunnerEvent } from '../../../src/contract/job.ts'
import type { Clock } from '../../../src/core/ports/clock.ts'
import type { FakeCloud } from './cloud.ts'
import type { Core } from './core.ts'
import { numbered, once, type Plan, type Said, type Step, scriptOf, stackOf, stopped } from './script.ts'
import type { Server } from './server.ts'

export interface Surroundings {
  core: Core
  cloud: FakeCloud
  clock: Clock
  /** What `onJob` is told stood before the job was asked for. */
  mark: () => number
  onJob: (machine: Machine, mark: number) => void
  /** An operation begins on a stack on which another deployment's still runs. */
  onOperation: (machine: Machine, other: string) => void
}

/**
 * A build machine with a scripted runner in it, which keeps the protocol: one post at a time, again until it is
 * acknowledged; the cloud only after `cloud-changing` was. `deaf` alone goes on after a stop.
 */
export class Machine {
  readonly deployment: string
  readonly token: string
  readonly session: string
  readonly plan: Plan
  readonly emitted: RunnerEvent[] = []
  readonly #around: Surroundings
  alive = true
  job: JobSpec | null = null
  #script: Step[] = []
  #acknowledged = 0
  #busy = false
  #stopping = false

  constructor(deployment: string, token: string, plan: Plan, around: Surroundings) {
    this.deployment = deployment
    this.token = token
    this.session = `session-of-${deployment}-${token.slice(-8)}-which-nobody-else-knows`
    this.plan = plan
    this.#around = around
    this.alive = plan !== 'stillborn'
  }

  /** It holds a job and has not said that it is over. */
  get working(): boolean {
    return this.alive && this.job !== null && !this.emitted.some(event => event.type === 'finished')
  }

  /** Waits for nothing but a stop. */
  get hanging(): boolean {
    const next = this.#script[0]
    return this.plan === 'never-reports' || (next !== undefined && 'act' in next && next.act === 'hang')
  }

  /** What it says next is this. */
  get about(): string | null {
    const next = this.#script[0]
    return next ? ('act' in next ? next.act : next.say.type) : null
  }

  /** One exchange with a server, or one step of the script. */
  async step(server: Server, batch = 100): Promise<void> {
    if (!this.alive || this.#busy || this.plan === 'never-reports') return
    this.#busy = true
    try {
      if (!this.job) await this.#report(server)
      else await this.#work(server, batch)
    } catch (error) {
      // Over or unknown: there is no more to do. Anything else may pass, so it tries again.
      if (
        error instanceof Error &&
        'code' in error &&
        ['job_over', 'job_taken', 'not_signed_in'].includes(`${error.code}`)
      ) {
        this.alive = false
      }
    } finally {
      this.#busy = false
    }
  }

  /** A batch from before arrives once more, late and perhaps in pieces. */
  async repeat(server: Server, back: number, count: number): Promise<void> {
    const start = Math.max(0, this.emitted.length - back)
    const events = this.emitted.slice(start, start + count)
    if (events.length === 0) return
    await server
      .call(ports => this.#around.core.recordEvents(ports, this.deployment, this.session, events))
      .catch(() => undefined)
  }

  async #report(server: Server): Promise<void> {
    const mark = this.#around.mark()
    const job = await server.call(ports => this.#around.core.claimJob(ports, this.token, this.session))
    if (!this.alive) return
    this.job = job
    this.#script = scriptOf(this.plan, job)
    this.#around.onJob(this, mark)
  }

  async #work(server: Server, batch: number): Promise<void> {
    const next = this.#script[0]
    if (next && 'act' in next && this.#acknowledged === this.emitted.length && next.act !== 'hang') {
      await this.#act(next.act, server)
      if (this.alive) this.#script.shift()
      return
    }
    if (this.plan === 'silent') return
    while (this.emitted.length - this.#acknowledged < batch && this.#script[0] && 'say' in this.#script[0]) {
      this.#emit(this.#script[0].say)
      this.#script.shift()
    }
    const events = this.emitted.slice(this.#acknowledged)
    const answer = await server.call(ports =>
      this.#around.core.recordEvents(ports, this.deployment, this.session, events),
    )
    if (!this.alive) return
    this.#acknowledged = Math.max(this.#acknowledged, answer.acknowledged)
    if (this.#acknowledged === this.emitted.length && this.emitted.at(-1)?.type === 'finished') this.alive = false
    if (answer.directive === 'stop' && this.plan !== 'deaf' && !this.#stopping) {
      this.#stopping = true
      if (!this.emitted.some(event => event.type === 'finished')) this.#script = [...stopped]
    }
  }

  #emit(said: Said): void {
    this.emitted.push(numbered(said, this.emitted, new Date(this.#around.clock.now()).toISOString()))
  }

  async #act(what: Extract<Step, { act: string }>['act'], server: Server): Promise<void> {
    const { cloud, core, onOperation } = this.#around
    const stack = cloud.stack(stackOf(this.job?.stage ?? ''))
    if (what === 'die') this.alive = false
    if (what === 'begin') {
      if (stack.operation) onOperation(this, stack.operation)
      stack.operation = this.deployment
    }
    if (what === 'complete' || what === 'remove') {
      stack.operation = null
      stack.content = what === 'remove' ? null : (this.job?.deployment.commit ?? null)
    }
    if (what !== 'upload') return
    const bytes = Buffer.from(`assembly of ${this.job?.deployment.commit} for ${this.job?.stage}`)
    const kept = await server.call(ports => core.keepArtifact(ports, this.deployment, this.session, once(bytes)))
    this.#script.splice(1, 0, { say: { type: 'artifact', ...kept } })
  }
}
