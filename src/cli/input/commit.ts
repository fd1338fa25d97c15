import { CommitName } from '../../contract/names.ts'
import { CliError } from '../cli-error.ts'

/** A commit's id, whole or its first digits: which one is meant the server asks the repository. */
export function commitName(text: string): string {
  const commit = text.trim().toLowerCase()
  if (CommitName.safeParse(commit).success) return commit
  throw new CliError(
    'invalid_commit',
    'invalid',
    `"${text}" is not a commit id: 4 to 40 hexadecimal digits.`,
    `A commit is named by its hexadecimal digits, at least the first 4. \`git rev-parse ${/^\w[\w./-]*$/.test(text) ? text : 'HEAD'}\` prints those of a branch or a tag.`,
  )
}

/** For help. */
export const commitNames =
  'A commit is named by its id, or by its first digits, at least 4, if no other begins with them.'
