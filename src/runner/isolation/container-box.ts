import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause, setImmediate } from 'node:timers/promises'
import type { EngineTraits } from '../../contract/runner-start.ts'
import {
  createContainer,
  removeContainer,
  type State,
  signalContainer,
  startContainer,
  stateOf,
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
/** For one that cannot tell of its end: it was killed. */
const lookMs = 500
const triesMs = [200, 500, 1_000, 2_000, 4_000]

export interface Ended {
  readonly code: number
  readonly outOfMemory: boolean
}

/** One container for one command: made ahead, so that the command need not wait for it. */
export class Box {
  readonly pipes: Pipes
  readonly #engine: Engine
  readonly #mark = randomUUID()
  /** Goes to the first process alone, so that no step can speak for it. */
  readonly #word = randomUUID()
  readonly #id: Promise<string>
  #removed: Promise<void> | undefined

  constructor({ engine, traits, plan, folder }: BoxSettings) {
    this.#engine = engine
    this.pipes = makePipes(join(folder, this.#mark), this.#word)
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
    this.pipes.send(`${this.#word}\n${containerOrder(command, this.#mark)}`)
  }

  /**
   * Resolves when nothing runs in it any more. The engine is asked again and again: its own way to wait keeps Podman 4.3 busy with a
   * whole core until then (its issue 18150). @throws EngineError
   */
  async ended(): Promise<Ended> {
    const telling = new AbortController()
    let told = ''
    void this.pipes.ending.then(text => {
      told = text
      telling.abort()
    })
    for (let soonMs = 2; ; ) {
      const state = await this.#state()
      if (!state?.Running) {
        // What it has told lies in the pipe by now.
        await setImmediate()
        return told ? endOf(told) : { code: state?.ExitCode || killed, outOfMemory: state?.OOMKilled ?? false }
      }
      await pause(told ? soonMs : lookMs, undefined, told ? {} : { signal: telling.signal }).catch(() => {})
      if (told) soonMs = Math.min(2 * soonMs, lookMs)
    }
  }

  /** An engine that is started anew, or is removing it, is asked again. @returns null when it is gone */
  async #state(): Promise<State | null> {
    for (const ms of [...triesMs, null]) {
      try {
        return await stateOf(this.#engine, await this.#id)
      } catch (error) {
        if (!(error instanceof EngineError)) throw error
        if (error.status === 404) return null
        if (ms === null) throw error
        await pause(ms)
      }
    }
    throw new Error('unreachable')
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

/** By the words of the first process: `CODE`, and `memory` where that ran out. */
function endOf(told: string): Ended {
  const code = /^\d{1,3}\b/.exec(told)?.[0]
  return { code: code === undefined ? killed : Number(code), outOfMemory: code !== '0' && told.includes('memory') }
}
