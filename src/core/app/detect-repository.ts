import { type DetectedRepository, DetectRepository } from '../../contract/detect.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { checkFolder } from './check-folder.ts'

/**
 * A look at a repository before an app is made of it.
 * @throws TrellisError branch_not_found, folder_not_found, and as SourceHost.branches
 */
export async function detectRepository(
  ports: Ports,
  actor: Asker,
  wish: DetectRepository,
): Promise<DetectedRepository> {
  demand(actor, 'administer', {})
  const { repository, branch: wanted, path } = DetectRepository.parse(wish)
  const { heads, defaultBranch } = await ports.source.branches(repository)
  const branches = [...heads.keys()]
  const branch = wanted ?? defaultBranch ?? branches[0]
  const commit = branch === undefined ? undefined : heads.get(branch)
  if (branch === undefined || commit === undefined) {
    throw new TrellisError(
      'branch_not_found',
      branch === undefined ? 'The repository is empty.' : `The repository has no branch ${branch}.`,
      branches.length > 0 ? `It has ${branches.slice(0, 10).join(', ')}.` : 'Push a first commit to it.',
    )
  }
  const isThere = () => checkFolder(ports, repository, { path, branch, heads })
  const detection = await ports.detector.detect(repository, commit, path).catch(async error => {
    await isThere()
    throw error
  })
  if (detection.apps.length === 0) await isThere()
  return { branch, commit, branches, detection }
}
