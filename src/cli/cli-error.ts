/** What the command line itself finds wrong. `kind` decides the exit code, as it does for what the server answers. */
export class CliError extends Error {
  readonly code: string
  readonly kind: string
  readonly hint: string | undefined

  constructor(code: string, kind: string, message: string, hint?: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'CliError'
    this.code = code
    this.kind = kind
    this.hint = hint
  }
}

/** @param hint how to write it instead */
export const invalid = (message: string, hint?: string): CliError =>
  new CliError('invalid_input', 'invalid', message, hint)
