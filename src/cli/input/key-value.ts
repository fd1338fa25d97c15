import { VariableName } from '../../contract/names.ts'
import { invalid } from '../cli-error.ts'

/** `KEY=VALUE`: everything after the first `=` is the value, spaces and more `=` included. */
export function keyValue(text: string): { key: string; value: string } {
  const at = text.indexOf('=')
  if (at < 0) {
    throw invalid(
      `${text} has no value.`,
      `Write ${text}=VALUE, or \`${text} --stdin\` with the value on standard input.`,
    )
  }
  return { key: variableKey(text.slice(0, at)), value: text.slice(at + 1) }
}

export function variableKey(text: string): string {
  const parsed = VariableName.safeParse(text)
  if (parsed.success) return text
  const why = parsed.error.issues[0]?.message ?? 'is not valid'
  const better = text.replaceAll(/[^a-zA-Z0-9_]/g, '_').replace(/^[^a-zA-Z]+/, '')
  const hint = VariableName.safeParse(better).success ? `${better} would do.` : 'Lambda refuses other names.'
  throw invalid(`"${text}" cannot be the name of a variable: it ${why}.`, hint)
}
