import { TrellisError } from '../../core/errors.ts'
import { shownAddress } from './failure.ts'

export const invalidCommit = (commit: string) =>
  new TrellisError(
    'invalid_commit',
    `${JSON.stringify(commit.slice(0, 80))} is not a commit id.`,
    'Give its hexadecimal digits, in small letters: `git rev-parse HEAD` prints them.',
  )

export function branchNotFound(repository: string, branch: string, heads: Map<string, string>): TrellisError {
  const names = [...heads.keys()]
  const shown = names.slice(0, 10).join(', ') + (names.length > 10 ? ' and more' : '')
  return new TrellisError(
    'branch_not_found',
    `There is no branch ${branch} in ${shownAddress(repository)}.`,
    names.length === 0 ? 'The repository is empty: push a commit first.' : `Its branches: ${shown}.`,
  )
}

export const commitNotFound = (commit: string, repository: string) =>
  new TrellisError(
    'commit_not_found',
    `There is no commit ${commit} in ${shownAddress(repository)}.`,
    'Push it first, to any branch.',
  )
