import { Commit } from '../../contract/names.ts'
import { CliError } from '../cli-error.ts'

/** Abbreviations can become ambiguous, and only the repository could tell: so they are refused with the way to the full id. */
export function fullCommit(text: string, app: string): string {
  const commit = text.trim().toLowerCase()
  if (Commit.safeParse(commit).success) return commit
  throw new CliError(
    'invalid_commit',
    'invalid',
    `"${text}" is not a full commit id: 40 hexadecimal digits.`,
    `In the repository, \`git rev-parse ${/^\w[\w./-]*$/.test(text) ? text : 'HEAD'}\` prints it; \`trellis history ${app} --json\` shows those of deployments.`,
  )
}

/** For help. */
export const fullIds =
  'Full ids of commits are printed by `git rev-parse`, and by `trellis history` and `trellis status` with --json.'
