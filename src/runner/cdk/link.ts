import type { Failure } from '../../contract/deployment.ts'
import type { CloudCredentials } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'
import { CdkFailure } from './events.ts'
import type { Answer, FromWorker, Question } from './messages.ts'
import type { CommandOutcome } from './requests.ts'

/** The worker's end of the pipe to the supervisor. */
export class Link {
  readonly #send: (message: FromWorker) => void
  readonly #open = new Map<number, (answer: Answer) => void>()
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
  async ask(question: Question): Promise<CommandOutcome | undefined> {
    return (await this.#ask(question)).outcome
  }

  /** Fresh ones, if there are any. */
  async credentials(): Promise<CloudCredentials | undefined> {
    return (await this.#ask({ about: 'credentials' })).credentials
  }

  answered(id: number, answer: Answer): void {
    this.#open.get(id)?.(answer)
    this.#open.delete(id)
  }

  #ask(question: Question): Promise<Answer> {
    const id = ++this.#lastId
    return new Promise(resolve => {
      this.#open.set(id, resolve)
      this.#send({ type: 'question', id, question })
    })
  }
}

export const fail = (...cause: Parameters<typeof failure>): CdkFailure => new CdkFailure(failure(...cause))

export function failIf(found: Failure | undefined): void {
  if (found) throw new CdkFailure(found)
}
