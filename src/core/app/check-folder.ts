import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'

/** At once rather than in every deployment. @throws TrellisError folder_not_found, and as Detector */
export async function checkFolder(
  { detector }: Ports,
  repository: string,
  { path, branch, heads }: { path: string; branch: string; heads: ReadonlyMap<string, string> },
): Promise<void> {
  const folder = path.split('/').filter(part => part !== '' && part !== '.')
  const commit = heads.get(branch)
  // Nothing was pushed yet, or it is the root.
  if (commit === undefined || folder.length === 0) return
  if (await detector.hasFolder(repository, commit, folder.join('/'))) return
  const { apps } = await detector.detect(repository, commit, '.')
  const known = apps.slice(0, 10).map(app => (app.path === '.' ? 'its root (`.`)' : app.path))
  throw new TrellisError(
    'folder_not_found',
    `The branch ${branch} of the repository has no folder ${path}.`,
    known.length > 0
      ? `Apps are in ${known.join(', ')}.`
      : 'Give a folder as it is called from the root of the repository.',
  )
}
