import { TrellisError } from '../core/errors.ts'

/** An empty body is an empty object. @param type what the caller says that the body is. @throws TrellisError invalid_input */
export function parseJson(text: string, type: string | undefined): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch (error) {
    const isSaid = /\bjson\b/i.test(type ?? '')
    throw new TrellisError(
      'invalid_input',
      'The body is not valid JSON.',
      isSaid ? whereItBreaks(error) : 'Send JSON, with `Content-Type: application/json`.',
    )
  }
}

/** Without what the parser quotes of the body, which may hold a secret. */
function whereItBreaks(error: unknown): string {
  const said = error instanceof Error ? error.message : ''
  const [, what, line, column] = /^(.*?)(?: in JSON)? at position \d+ \(line (\d+) column (\d+)\)/.exec(said) ?? []
  if (what) return `It breaks in line ${line}, column ${column}: ${what.charAt(0).toLowerCase()}${what.slice(1)}.`
  const [, token] = /^Unexpected token ('.')/u.exec(said) ?? []
  return token ? `It breaks at an unexpected ${token}.` : 'It ends too early.'
}
