export interface StepResult {
  name: string
  ok: boolean
  ms: number
  detail: string
}

export interface StepPrinter {
  started(name: string): void
  ended(result: StepResult): void
}

/** Runs steps one after another, each timed; the first that fails ends the walk. */
export class Steps {
  readonly results: StepResult[] = []
  readonly #printer: StepPrinter
  readonly #signal: AbortSignal
  readonly #stopped: Promise<never>

  /** @param signal ends the walk in the midst of a step, whose work is left to itself. */
  constructor(printer: StepPrinter, signal: AbortSignal) {
    this.#printer = printer
    this.#signal = signal
    this.#stopped = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    // It may come when no step is under way.
    this.#stopped.catch(() => {})
  }

  /** @param work throws when its claim does not hold; answers what was seen. */
  async run(name: string, work: () => Promise<string>): Promise<void> {
    this.#signal.throwIfAborted()
    this.#printer.started(name)
    const startedAt = performance.now()
    const end = (ok: boolean, detail: string) => {
      const result = { name, ok, ms: Math.round(performance.now() - startedAt), detail }
      this.results.push(result)
      this.#printer.ended(result)
    }
    try {
      end(true, await Promise.race([work(), this.#stopped]))
    } catch (error) {
      // What a step is working with may have been told to end before we were.
      this.#signal.throwIfAborted()
      end(false, describe(error))
      throw new WalkFailed(name, { cause: error })
    }
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'hint' in error && typeof error.hint === 'string' ? `${error.message}\n${error.hint}` : error.message
}

export class WalkFailed extends Error {}

/** @throws Error with what was claimed and what was seen instead */
export function claim(holds: boolean, claimed: string): asserts holds {
  if (!holds) throw new Error(`It does not hold that ${claimed}`)
}
