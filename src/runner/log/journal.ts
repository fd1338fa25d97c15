import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { PhaseName } from '../../contract/deployment.ts'
import { Redactor } from '../redact/redactor.ts'
import type { NewEvent } from '../session/outgoing.ts'
import { LineSplitter } from './lines.ts'

export interface JournalOutput {
  send(event: NewEvent): void
  /** Resolves when more may be sent. */
  room(): Promise<void>
}

/** A line as it went out. */
export interface SentLine {
  readonly line: number
  readonly text: string
}

/** A million lines of the usual length fit. What a line costs besides its text counts as well. */
const mostBytes = 256 * 1024 ** 2
const lineBytes = 100

/** After so long without output, the lines that were held back because a secret may begin in them are shown. */
const quietMs = 40

/** The deployment's log: numbers the lines, hides the secrets, and slows down whoever writes more than can be sent. */
export class Journal {
  readonly #output: JournalOutput
  readonly #secrets: string[] = []
  #redactor = new Redactor([])
  #line = 0
  #left: number
  phase: PhaseName | null = null

  constructor(output: JournalOutput, most = mostBytes) {
    this.#output = output
    this.#left = most
  }

  /** From now on hides these too. */
  hide(secrets: readonly string[]): void {
    this.#secrets.push(...secrets)
    this.#redactor = new Redactor(this.#secrets)
  }

  redact(text: string): string {
    return this.#redactor.text(text)
  }

  /** Something that Trellis itself has to say. @returns its line number. */
  say(text: string): number {
    return this.write('trellis', text)
  }

  /** A whole text, of one line or more. @returns the number of its last line. */
  write(stream: 'out' | 'err' | 'trellis', text: string): number {
    const splitter = new LineSplitter()
    for (const line of [...splitter.write(this.redact(text)), ...splitter.end()]) this.#append(stream, line)
    return this.#line
  }

  /** Reads a process's output to its end. */
  async pump(source: Readable, stream: 'out' | 'err', onLine: (line: SentLine) => void): Promise<void> {
    const decoder = new StringDecoder('utf8')
    const hidden = this.#redactor.stream()
    const splitter = new LineSplitter()
    const emit = (lines: string[]): void => {
      for (const text of lines) onLine({ line: this.#append(stream, text), text })
    }
    let quiet: NodeJS.Timeout | undefined
    try {
      for await (const chunk of source) {
        clearTimeout(quiet)
        emit(splitter.write(hidden.write(decoder.write(chunk as Buffer))))
        quiet = setTimeout(() => emit(splitter.write(hidden.release())), quietMs)
        await this.#output.room()
      }
    } catch {
      // The pipe was cut off; what came through it counts.
    }
    clearTimeout(quiet)
    emit(splitter.write(hidden.write(decoder.end()) + hidden.end()))
    emit(splitter.end())
  }

  #append(stream: 'out' | 'err' | 'trellis', text: string): number {
    // What Trellis says is little, and tells how it ended.
    if (stream !== 'trellis') {
      if (this.#left <= 0) return this.#line
      this.#left -= Buffer.byteLength(text) + lineBytes
    }
    this.#send(stream, text)
    if (stream !== 'trellis' && this.#left <= 0) this.#send('trellis', 'The log is too long, and is cut off here.')
    return this.#line
  }

  #send(stream: 'out' | 'err' | 'trellis', text: string): void {
    this.#line++
    this.#output.send({ type: 'log', line: this.#line, phase: this.phase, stream, text })
  }
}
