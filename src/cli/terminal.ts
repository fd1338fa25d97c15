import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stripVTControlCharacters, styleText } from 'node:util'

export type Style = Parameters<typeof styleText>[0]

/** A stream that may be a terminal. */
export type Output = Writable & { isTTY?: boolean; columns?: number; rows?: number }

/** All that views need to know of the terminal. */
export interface Look {
  /** Columns; without end where the output goes to a file or another program. */
  width: number
  colour: boolean
  paint(style: Style, text: string): string
  now: number
}

interface LiveLine {
  (...text: string[]): void
  clear(): void
}

/** The only owner of standard output and standard error. */
export class Terminal {
  readonly json: boolean
  readonly #out: Output
  readonly #err: Output
  #line: LiveLine | null = null
  #progress: string | null = null

  constructor(streams: { out: Output; err: Output }, json: boolean) {
    this.#out = streams.out
    this.#err = streams.err
    this.json = json
  }

  /** How what people read looks: with `--json` that goes to standard error. */
  get look(): Look {
    return lookOf(this.json ? this.#err : this.#out)
  }

  /** How looks what always goes to standard error: the moving line, and what is said beside a result. */
  get sideLook(): Look {
    return lookOf(this.#err)
  }
  /** The result, for people; with `--json` the document stands for it. */
  print(lines: string | readonly string[]): void {
    if (!this.json) this.#write(this.#out, lines)
  }

  /** What is told while something goes on, above all log lines. */
  stream(lines: readonly string[]): void {
    this.#write(this.json ? this.#err : this.#out, lines)
  }

  /** Warnings and advice: never part of a result. */
  note(lines: string | readonly string[]): void {
    this.#write(this.#err, lines)
  }

  /** A question; the answer is typed behind it. */
  ask(text: string): void {
    this.#err.write(text)
  }

  /** Help that was asked for is a result; help instead of a result is advice. */
  help(text: string, why: 'asked' | 'unasked'): void {
    this.#write(why === 'asked' ? this.#out : this.#err, text.trimEnd())
  }

  /** The result with `--json`. */
  document(value: unknown): void {
    if (this.json) this.#write(this.#out, JSON.stringify(value))
  }

  /** A result that is no text of ours, as it stands; no faster than it is taken. */
  async pour(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    await pipeline(Readable.from(bytes, { objectMode: false }), this.#out, { end: false })
  }

  /** Whether somebody reads the result at once; else it is kept, in a file or a journal. */
  get read(): boolean {
    return !this.json && this.#out.isTTY === true
  }

  /** Whether somebody watches: then there may be a line that moves. */
  get watched(): boolean {
    return this.#err.isTTY === true
  }

  /** Loads what draws the moving line; only following needs it. */
  async prepareProgress(): Promise<void> {
    if (!this.watched || this.#line) return
    const { createLogUpdate } = await import('log-update')
    this.#line = createLogUpdate(this.#err as NodeJS.WriteStream)
  }

  /** The one line at the bottom that moves; null takes it away. */
  progress(text: string | null): void {
    this.#progress = text
    if (text === null) this.#line?.clear()
    else this.#line?.(isColoured(this.#err) ? text : stripVTControlCharacters(text))
  }

  #write(stream: Output, lines: string | readonly string[]): void {
    const text = typeof lines === 'string' ? lines : lines.join('\n')
    if (typeof lines !== 'string' && lines.length === 0) return
    this.#line?.clear()
    stream.write(`${isColoured(stream) ? text : stripVTControlCharacters(text)}\n`)
    if (this.#progress !== null) this.progress(this.#progress)
  }
}

/** Obeys NO_COLOR, FORCE_COLOR and what the terminal can do. */
const isColoured = (stream: Output): boolean => styleText('red', 'x', { stream }) !== 'x'

function lookOf(stream: Output): Look {
  const colour = isColoured(stream)
  return {
    width: stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY,
    colour,
    paint: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
    now: Date.now(),
  }
}
