import type { PhaseName } from '../../contract/deployment.ts'
import type { SentLine } from '../log/journal.ts'
import { failedTests } from './failed-tests.ts'
import { type Cause, firstCause, lastCause, lastWords, looksLikeError, plain } from './first-cause.ts'

/** Why a command failed, out of what it wrote. @param step `isSequence`: it ran several commands, of which the last one failed */
export function causeOf(lines: readonly SentLine[], step: { phase: PhaseName; isSequence: boolean }): Cause {
  const tests = step.phase === 'test' ? failedTests(lines) : undefined
  if (tests) return tests
  const cause = step.isSequence ? lastCause(lines) : firstCause(lines)
  if (!cause) return { summary: 'it wrote nothing', line: undefined }
  if (!step.isSequence) return { summary: shown(cause), line: cause.line }
  // Whatever was said last, a command may have said that succeeded.
  if (!looksLikeError(cause)) {
    const end = lines.findLast(({ text }) => plain(text).trim() !== '') ?? cause
    return { summary: `no error was written; the last output before it: ${shown(end)}`, line: end.line }
  }
  const last = lastWords(lines, cause)
  return { summary: [cause, ...(last ? [last] : [])].map(shown).join(' … '), line: cause.line }
}

const shown = ({ text }: SentLine): string => plain(text).trim().slice(0, 500)
