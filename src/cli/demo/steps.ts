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

  constructor(printer: StepPrinter) {
    this.#printer = printer
  }

  /** @param work throws when its claim does not hold; answers what was seen. */
  async run(name: string, work: () => Promise<string>): Promise<void> {
    this.#printer.started(name)
    const startedAt = performance.now()
    const end = (ok: boolean, detail: string) => {
      const result = { name, ok, ms: Math.round(performance.now() - startedAt), detail }
      this.results.push(result)
      this.#printer.ended(result)
    }
    try {
      end(true, await work())
    } catch (error) {
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
