const errorLine = /(\berror\b|Error:|ERR_|Cannot find|is not assignable|SyntaxError|TypeError|❌)/i
const noise = /^(npm (notice|warn)|\s+at |node:internal|Node\.js v|\s*\^+\s*$|\[?Warning\]?)/i

/** The lines a failed command is explained by: the first that speak of an error, else its last ones. */
export function errorLines(tail: readonly string[], most = 3): string[] {
  const telling = tail.map(line => line.trimEnd()).filter(line => line.trim() !== '' && !noise.test(line))
  const first = telling.findIndex(line => errorLine.test(line))
  return first === -1 ? telling.slice(-most) : telling.slice(first, first + most)
}

/** What went wrong when the CDK app itself ran. */
export function synthMessage(command: string, exitCode: number | null, tail: readonly string[]): string {
  const how = exitCode === null ? 'was ended by a signal' : `ended with exit code ${exitCode}`
  const lines = errorLines(tail)
  return `\`${command}\` ${how}${lines.length > 0 ? `: ${lines.join('\n')}` : '.'}`
}
