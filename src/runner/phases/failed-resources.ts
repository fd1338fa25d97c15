import type { SentLine } from '../log/journal.ts'

/** As `eventLine` writes it. */
const failedEvent = /^\w+_FAILED\s+(\S+)\s+(\S+)/

/** The lines of the log that tell of resources that failed, to find the one that a failure is about. */
export class FailedResources {
  readonly #lines: SentLine[] = []

  note(line: SentLine): void {
    if (failedEvent.test(line.text)) this.#lines.push(line)
  }

  /** @param message begins with the resource: `Orders (AWS::SQS::Queue) in …` */
  lineOf(message: string): number | undefined {
    return this.#lines.find(({ text }) => {
      const [, type, id] = failedEvent.exec(text) ?? []
      return message.startsWith(`${id} (${type})`)
    })?.line
  }
}
