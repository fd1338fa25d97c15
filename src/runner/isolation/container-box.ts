import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { EngineTraits } from '../../contract/runner-start.ts'
import {
  createContainer,
  removeContainer,
  type State,
  signalContainer,
  startContainer,
  stateOf,
  waitForContainer,
} from '../../platform/containers/containers.ts'
import { type Engine, EngineError } from '../../platform/containers/engine.ts'
import { containerOrder } from './container-order.ts'
import { type ContainerPlan, containerSpec } from './container-spec.ts'
import type { Command } from './isolation.ts'
import { makePipes, type Pipes } from './pipes.ts'

export interface BoxSettings {
  readonly engine: Engine
  readonly traits: EngineTraits
  readonly plan: Omit<ContainerPlan, 'pipes' | 'mark'>
  /** For the pipes; no build may reach it. */
  readonly folder: string
}

const killed = 128 + 9
const triesMs = [200, 500, 1_000, 2_000, 4_000]

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

export interface Ended {
  readonly code: number
  readonly outOfMemory: boolean
}

/** One container for one command: made ahead, so that the command need not wait for it. */
export class Box {
  readonly pipes: Pipes
  readonly #engine: Engine
  readonly #mark = randomUUID()
  readonly #id: Promise<string>
  #removed: Promise<void> | undefined

  constructor({ engine, traits, plan, folder }: BoxSettings) {
    this.#engine = engine
    this.pipes = makePipes(join(folder, this.#mark))
    const spec = containerSpec({ ...plan, pipes: this.pipes.folder, mark: this.#mark }, traits)
    this.#id = createContainer(engine, spec)
    // Whoever wants to use it hears of it.
    this.#id.catch(() => {})
  }

  /** Its first process waits for its order now. @throws EngineError */
  async start(): Promise<void> {
    await startContainer(this.#engine, await this.#id)
  }

  order(command: Command): void {
    this.pipes.send(containerOrder(command, this.#mark))
  }

  /** Resolves when nothing runs in it any more. @throws EngineError */
  async ended(): Promise<Ended> {
    const waited = this.#waited()
    // When its end was told, nobody needs the answer.
    waited.catch(() => {})
    const told = await Promise.race([this.pipes.ending, waited.then(() => '')])
    const code = told === '' ? await waited : await this.#gone(waited)
    if (told === '') return { code, outOfMemory: code === killed && (await this.#state()).OOMKilled }
    return { code, outOfMemory: code !== 0 && told.includes('memory') }
  }

  /** An engine that is started anew is waited for. */
  async #waited(): Promise<number> {
    for (const ms of [...triesMs, null]) {
      try {
        return await waitForContainer(this.#engine, await this.#id)
      } catch (error) {
        if (ms === null || !(error instanceof EngineError) || error.status !== null) throw error
        await pause(ms)
      }
    }
    throw new Error('unreachable')
  }

  /** Podman looks four times a second only whether one that is waited for has ended; asked, it knows at once. */
  async #gone(waited: Promise<number>): Promise<number> {
    for (let ms = 2; ms < 250; ms *= 2) {
      const { Running, ExitCode } = await this.#state()
      if (!Running) return ExitCode
      await pause(ms)
    }
    return waited
  }

  async #state(): Promise<State> {
    return stateOf(this.#engine, await this.#id)
  }

  async signal(name: 'TERM' | 'KILL'): Promise<void> {
    await signalContainer(this.#engine, await this.#id, name)
  }

  /** Whatever state it is in. Never rejects: what cannot be removed now is found by its label later. */
  remove(): Promise<void> {
    this.#removed ??= this.#id
      .then(id => removeContainer(this.#engine, id))
      .catch(() => {})
      .then(() => this.pipes.close())
    return this.#removed
  }
}
