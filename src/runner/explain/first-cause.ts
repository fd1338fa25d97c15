import type { SentLine } from '../log/journal.ts'

/** Looks like the beginning of what went wrong, most telling first. Consequences (`npm error Lifecycle script failed`) come later in a log. */
const telling: readonly RegExp[] = [
  /^\s*(Uncaught |Unhandled )?[\w.]*(Error|Exception)\b.*:/,
  /^npm (error|ERR!) (code |[A-Z]|404 |notarget |Missing)/,
  /\berror TS\d+:/,
  /^(error|fatal|ERROR|FATAL|Error)[\s:[]/,
  /\b(not found|No such file|Permission denied|Cannot find|command not found|ENOSPC|EACCES|ENOENT|ECONNREFUSED)\b/,
  /\b(error|failed|failure|denied|refused|invalid)\b/i,
]
const noise =
  /^npm (error|ERR!)\s*(A complete log|Lifecycle|command |path |workspace |location |code ELIFECYCLE|code 1$)|^\s*at |0 (errors|failed|failures)|^\s*$/

/** The line that most likely names the cause: the first that looks like an error, else the last that says anything. */
export function firstCause(lines: readonly SentLine[]): SentLine | undefined {
  const candidates = lines.filter(({ text }) => !noise.test(plain(text)))
  for (const pattern of telling) {
    const found = candidates.find(({ text }) => pattern.test(plain(text)))
    if (found) return found
  }
  return candidates.at(-1)
}

/** Without colours. */
export const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  text.replace(/\x1b\[[0-9;]*[A-Za-z]/g, '')
