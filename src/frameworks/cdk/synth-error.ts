import { isSequence, shortName } from '../command.ts'

const errorLine = /(\berrors?\b|Error:|«\w+»|ERR_|Cannot find|is not assignable|SyntaxError|TypeError|❌)/i
const noise =
  /^(npm (notice|warn)|\s+at |node:internal|Node\.js v|\s*\^+\s*$|\[?Warning\]?|\s*throw\b|.*\bthrow new\b|\s*\.\.\.aws-cdk-lib|\s*\(no user code)/i
/** What is longer is minified code, which Node quotes before it says what is wrong. */
const longest = 500

/** The lines a failed command is explained by: the first that speak of an error, else its last ones. */
export function errorLines(tail: readonly string[], most = 3): string[] {
  const telling = tail
    .map(line => line.trimEnd())
    .filter(line => line.trim() !== '' && line.length <= longest && !noise.test(line))
  const first = telling.findIndex(line => errorLine.test(line))
  return first === -1 ? telling.slice(-most) : telling.slice(first, first + most)
}

/**
 * The first error of the CDK's report on an assembly, errors before warnings: `ERROR what (rule)`, and the construct below it.
 * @returns undefined when it tells of none
 */
export function validationMessage(report: string): string | undefined {
  const lines = report.split('\n')
  const errors = lines.flatMap((line, at) => (/^(FATAL|ERROR) /.test(line) ? [at] : []))
  const [first] = errors
  if (first === undefined) return undefined
  const what = lines[first]?.replace(/^(FATAL|ERROR) /, '').replace(/ \([^()]*\)$/, '')
  const where = /^ {3}(\S+)/.exec(lines[first + 1] ?? '')?.[1]
  const more = errors.length > 1 ? `; ${errors.length - 1} more` : ''
  return `The app synthesises with errors: ${where ? `${where}: ` : ''}${what}${more}`
}

/** What went wrong when the CDK app itself ran. */
export function synthMessage(command: string, exitCode: number | null, tail: readonly string[]): string {
  const how = exitCode === null ? 'was ended by a signal' : `ended with exit code ${exitCode}`
  const lines = errorLines(tail)
  // Of several commands those that succeeded may have written it.
  if (isSequence(command) && lines.length > 0 && !lines.some(line => errorLine.test(line)))
    return `\`${shortName(command)}\` ${how}: no error was written; the last output before it: ${lines.at(-1)}`
  return `\`${shortName(command)}\` ${how}${lines.length > 0 ? `: ${lines.join('\n')}` : '.'}`
}
