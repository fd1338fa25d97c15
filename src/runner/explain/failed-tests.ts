import type { SentLine } from '../log/journal.ts'
import { type Cause, plain } from './first-cause.ts'

/** How the usual test runners name a test that failed. */
const names: readonly RegExp[] = [
  // node:test and AVA; the summary repeats it with the file's place, the headings have none of their own.
  /^\s*✖ (?!failing tests)(.+?)(?: \([\d.]+m?s\))?$/,
  // TAP; the first failing one stands deepest, its parents follow. What is yet to be done may fail.
  /^\s*not ok \d+ -? ?(?!.* # (?:TODO|SKIP))(.+?)(?: # time=.*)?$/i,
  // Jest
  /^\s+● (?!Console)(.+)$/,
  // Vitest
  /^\s*(?:FAIL|×)\s+(.+ > .+?)(?: \d+m?s)?$/,
  // Mocha's summary
  /^\s+\d+\) (.+?):?$/,
  // pytest
  /^FAILED (\S+)/,
]
const detail = /^\s*(\[?\w*(Error|Exception)\b.*:|AssertionError|Expected|E\s{3}|expected .+ to )/
const mostNames = 3

/** The first tests that failed, and what the first of them says. @returns undefined where no runner of tests is recognised */
export function failedTests(lines: readonly SentLine[]): Cause | undefined {
  const found = failing(lines)
  const first = found[0]
  if (!first) return undefined
  const after = lines.filter(({ line }) => line > first.line)
  const tells = ({ text }: SentLine) => detail.test(plain(text))
  // A file that did not even start is told of right before the runner of tests names it.
  const said = after.find(tells) ?? lines.findLast(one => one.line < first.line && tells(one))
  const unique = [...new Set(found.map(({ name }) => name))]
  const more = unique.length > mostNames ? ` and ${unique.length - mostNames} more` : ''
  const listed = unique
    .slice(0, mostNames)
    .map(name => `“${name}”`)
    .join(', ')
  return {
    summary: `${listed}${more}${said ? `: ${whole(said, lines)}` : ''}`,
    line: Math.min(first.line, said?.line ?? first.line),
  }
}

/** Where the words lead to what follows them, with the first line of that. */
function whole(said: SentLine, lines: readonly SentLine[]): string {
  const text = plain(said.text).trim()
  if (!text.endsWith(':')) return text
  const next = lines.find(({ line, text }) => line > said.line && plain(text).trim() !== '')
  const value = next ? plain(next.text).trim().slice(0, 200) : ''
  // A picture of the difference begins with its legend.
  return value === '' || value.startsWith('+ actual') ? text.slice(0, -1) : `${text} ${value}`
}

function failing(lines: readonly SentLine[]): { name: string; line: number }[] {
  for (const pattern of names) {
    const found = lines.flatMap(({ text, line }) => {
      const name = pattern.exec(plain(text))?.[1]?.trim()
      return name ? [{ name, line }] : []
    })
    if (found.length > 0) return found
  }
  return []
}
