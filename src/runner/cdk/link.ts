import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { CdkFailure } from './events.ts'
import type { FromWorker, Question } from './messages.ts'
import type { CommandOutcome } from './requests.ts'

/** The worker's end of the pipe to the supervisor. */
export class Link {
  readonly #send: (message: FromWorker) => void
  readonly #open = new Map<number, (outcome: CommandOutcome | undefined) => void>()
  #lastId = 0

  constructor(send: (message: FromWorker) => void) {
    this.#send = send
  }

  send(message: FromWorker): void {
    this.#send(message)
  }

  /** A line that Trellis says, as opposed to the tool. */
  say(text: string): void {
    this.#send({ type: 'log', stream: 'trellis', text })
  }

  /** Asks, and returns once it is answered. */
  ask(question: Question): Promise<CommandOutcome | undefined> {
    const id = ++this.#lastId
    return new Promise(resolve => {
      this.#open.set(id, resolve)
      this.#send({ type: 'question', id, question })
    })
  }

  answered(id: number, outcome: CommandOutcome | undefined): void {
    this.#open.get(id)?.(outcome)
    this.#open.delete(id)
  }
}

export const fail = (...cause: Parameters<typeof failure>): CdkFailure => new CdkFailure(failure(...cause))

export function failIf(found: Failure | undefined): void {
  if (found) throw new CdkFailure(found)
}
