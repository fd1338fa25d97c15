import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import {
  createContainer,
  type EngineInfo,
  removeContainer,
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
  readonly info: EngineInfo
  readonly plan: Omit<ContainerPlan, 'pipes' | 'mark'>
  /** For the pipes; no build may reach it. */
  readonly folder: string
}

const killed = 128 + 9
const triesMs = [200, 500, 1_000, 2_000, 4_000]

/** One container for one command: made ahead, so that the command need not wait for it. */
export class Box {
  readonly pipes: Pipes
  readonly #engine: Engine
  readonly #mark = randomUUID()
  readonly #id: Promise<string>
  #removed: Promise<void> | undefined

  constructor({ engine, info, plan, folder }: BoxSettings) {
    this.#engine = engine
    this.pipes = makePipes(join(folder, this.#mark))
    const spec = containerSpec({ ...plan, pipes: this.pipes.folder, mark: this.#mark }, info)
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

  /** Resolves with the exit code when nothing runs in it any more. An engine that is started anew is waited for. @throws EngineError */
  async ended(): Promise<number> {
    for (const ms of [...triesMs, null]) {
      try {
        return await waitForContainer(this.#engine, await this.#id)
      } catch (error) {
        if (ms === null || !(error instanceof EngineError) || error.status !== null) throw error
        await new Promise(resolve => setTimeout(resolve, ms))
      }
    }
    throw new Error('unreachable')
  }

  async ranOutOfMemory(code: number): Promise<boolean> {
    if (this.pipes.last().startsWith('memory')) return true
    // Where it hit the first process itself, only the engine can tell.
    return code === killed && (await stateOf(this.#engine, await this.#id)).OOMKilled
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
