import { ApiError } from '../../../src/client/api-error.ts'

/** What is wrong with one field, in the words of the server. */
export interface FieldProblem {
  message: string
  hint: string
  code: string
}

/** A form said something that is not even sent. */
export class WrongField extends Error {
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

/** Which field an error is about, where its code says it. The first that the form has. */
const fieldsOfCode: Readonly<Record<string, readonly string[]>> = {
  account_not_found: ['account'],
  already_exists: ['name'],
  branch_not_found: ['branch'],
  commit_not_found: ['commit'],
  environment_protected: ['branch'],
  folder_not_found: ['path'],
  invalid_commit: ['commit'],
  invalid_repository: ['repository'],
  invalid_variable: ['key', 'variables'],
  repository_unreachable: ['repository'],
  repository_wants_password: ['repository'],
}

/**
 * What is wrong with which field of a form.
 * @param names of its fields
 * @returns null where something is wrong that belongs to none of them: then all is said at the form
 */
export function problemsAt(error: unknown, names: ReadonlySet<string>): Map<string, FieldProblem> | null {
  if (error instanceof WrongField) return at(names, [error.field], { message: error.message, hint: '', code: '' })
  if (!(error instanceof ApiError)) return null
  const { code, hint = '', message, fields } = error
  if (fields.length === 0) return at(names, fieldsOfCode[code] ?? [], { message, hint, code })
  const placed = new Map<string, FieldProblem>()
  for (const one of fields) {
    const name = nameOf(one.field, names)
    if (!name) return null
    if (!placed.has(name)) placed.set(name, { message: sentence(one), hint: '', code })
  }
  return placed
}

function at(names: ReadonlySet<string>, wanted: readonly string[], problem: FieldProblem) {
  const name = wanted.find(one => names.has(one))
  return name ? new Map([[name, problem]]) : null
}

/** `allow.deploy` is written in `allow-deploy`, `credentials.roleArn` in `roleArn`, and `variables.1.key` in `variables`. */
function nameOf(field: string, names: ReadonlySet<string>): string | undefined {
  const parts = field.split('.')
  const joined = parts.slice(0, 2).join('-')
  return [joined, ...parts.toReversed()].find(one => names.has(one))
}

/** Which one of several is meant is said, too. */
function sentence({ field, message }: { field: string; message: string }): string {
  const number = field.split('.').find(part => /^\d+$/.test(part))
  const text = number === undefined ? message : `number ${Number(number) + 1} ${message}`
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
