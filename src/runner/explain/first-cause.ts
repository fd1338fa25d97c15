import type { SentLine } from '../log/journal.ts'

export interface Cause {
  /** A part of a sentence. */
  readonly summary: string
  /** The line of the log that shows it. */
  readonly line: number | undefined
}

/** Looks like the beginning of what went wrong, most telling first. Consequences (`npm error Lifecycle script failed`) come later in a log. */
const telling: readonly RegExp[] = [
  /^\s*(Uncaught |Unhandled )?[\w.]*(Error|Exception)\b.*:/,
  // A lockfile that is out of date, as npm, pnpm and yarn say it.
  /^npm (error|ERR!) `npm ci` can only install|^\s*ERR_PNPM_|\bYN0028\b/,
  /^npm (error|ERR!) (code |[A-Z]|404 |notarget |Missing)/,
  /\berror TS\d+:/,
  /^(error|fatal|ERROR|FATAL|Error)[\s:[]/,
  /\b(not found|No such file|Permission denied|Cannot find|command not found|ENOSPC|EACCES|ENOENT|ECONNREFUSED)\b/,
  /\b(error|failed|failure|denied|refused|invalid)\b/i,
]
/** Consequences, and what says nothing by itself. */
const noise =
  /^error:? (Command failed with|script ".*" exited with)|^\s*ELIFECYCLE|^info Visit https|^Node\.js v\d|^[\s{}()[\],;]*$|^npm (error|ERR!)\s*(A complete log|Lifecycle|command |path |workspace |location |code ELIFECYCLE|code 1$)|^\s*at |0 (errors|failed|failures)|^\s*$/

/** Above what went wrong, as Serverless and osls write it. */
const heading = /^\W*Error:\s*$/

/** The line that most likely names the cause: the first that looks like an error, else the last that says anything. */
export function firstCause(lines: readonly SentLine[]): SentLine | undefined {
  const candidates = lines.filter(({ text }) => !noise.test(plain(text)))
  for (const pattern of telling) {
    const at = candidates.findIndex(({ text }) => pattern.test(plain(text)))
    const found = candidates[at]
    if (found) return (heading.test(plain(found.text)) && candidates[at + 1]) || found
  }
  return candidates.at(-1)
}

/** How many lines may stand between two that speak of the same failure. */
const nearby = 3
/** The weakest only mentions an error. */
const strong = telling.slice(0, -1)

/**
 * The same for a script of several commands: it ends with the one that failed, whose words stand last. What looked like an
 * error before was lived with, as `command || true` is.
 */
export function lastCause(lines: readonly SentLine[]): SentLine | undefined {
  const said = lines.filter(({ text }) => !noise.test(plain(text)))
  const isTelling = ({ text }: SentLine): boolean => strong.some(pattern => pattern.test(plain(text)))
  let first = said.findLastIndex(isTelling)
  if (first === -1) return firstCause(said)
  for (let at = first - 1; at >= 0 && first - at <= nearby; at--) {
    const line = said[at] as SentLine
    if (startsCommand.test(plain(line.text))) break
    if (isTelling(line)) first = at
  }
  return firstCause(said.slice(first))
}

/** Whether it looks like an error at all: else it may be what a command said that succeeded. */
export const looksLikeError = ({ text }: SentLine): boolean => telling.some(pattern => pattern.test(plain(text)))

/** What a program said at the end, where that is another line than its cause: where the cause was lived with, it tells how far things went. */
export function lastWords(lines: readonly SentLine[], cause: SentLine): SentLine | undefined {
  const last = lines.findLast(({ text }) => !noise.test(plain(text)) && !/^\s/.test(plain(text)))
  return last && last.line > cause.line ? last : undefined
}

/** npm and yarn say what they are going to run. */
const startsCommand = /^(> |\$ |yarn run )/

/** Without colours. */
export const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  text.replace(/\x1b\[[0-9;]*[A-Za-z]/g, '')
