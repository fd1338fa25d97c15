import { TrellisError } from '../../core/errors.ts'
import { explainFailure, lastWords, shownAddress } from './failure.ts'
import { makeMirror, removeMirror } from './mirror-folder.ts'
import type { GitCall, GitResult } from './run-git.ts'

/** A server that knows no filters sends the files along. */
const filters = ['--filter=blob:none', '--no-filter']
const localUploadPack = '--upload-pack=git -c uploadpack.allowFilter=true upload-pack'

export type RunGit = (call: Pick<GitCall, 'args'>) => Promise<GitResult>

/**
 * The paths that differ between two commits, in a folder that is made for it and goes again: of each commit only its folders'
 * lists are fetched, neither files nor history.
 * @param run `remote` with what opens the remote
 * @throws TrellisError commit_not_found, and what a remote can say
 */
export async function changedPaths(
  folder: string,
  { repository, base, head }: { repository: string; base: string; head: string },
  run: { local: RunGit; remote: RunGit },
): Promise<string[]> {
  try {
    await removeMirror(folder)
    await makeMirror(folder)
    await fetchTrees(folder, repository, [base, head], run.remote)
    const compare = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', base, head, '--']
    const { code, stdout, stderr } = await run.local({ args: [`--git-dir=${folder}`, ...compare] })
    if (code !== 0) throw new TrellisError('internal', `git could not compare two commits: ${lastWords(stderr)}`)
    return stdout.split('\0').filter(path => path !== '')
  } finally {
    await removeMirror(folder)
  }
}

async function fetchTrees(folder: string, repository: string, commits: string[], run: RunGit): Promise<void> {
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--depth=1']
  if (/^(\/|file:)/.test(repository)) options.push(localUploadPack)
  const wanted = commits.map(commit => `+${commit}:refs/trellis/${commit}`)
  let said = ''
  for (const filter of filters) {
    const args = [`--git-dir=${folder}`, 'fetch', ...options, filter, '--', repository, ...wanted]
    const { code, stderr } = await run({ args })
    if (code === 0) return
    said = stderr
    if (!/filter.*not (supported|allowed)/i.test(stderr)) break
  }
  throw (
    explainFailure(said, repository) ??
    new TrellisError(
      'commit_not_found',
      `${shownAddress(repository)} does not give out one of two commits: ${lastWords(said)}`,
    )
  )
}
