import { mkdtemp, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Plan } from '../../frameworks/plan.ts'
import { withStackTags } from '../../frameworks/tools/serverless-commands.ts'
import type { ToolApp } from '../../frameworks/tools/tool.ts'
import { removeTree } from '../../platform/remove-tree.ts'
import { placeIn } from '../isolation/place.ts'
import { handOver, makeForSteps } from '../job/hand-over.ts'
import type { Job } from '../job/job.ts'
import { fail } from '../job/phase.ts'
import { treeReader } from '../job/tree-reader.ts'
import { type Artifact, keepFolder, restoreFolder } from './artifact.ts'
import { commandsFor } from './tool-commands.ts'

/** The folder lies where a build may write, and the supervisor sees more than the build: a link in its place is not followed. */
export async function keepBuilt(job: Job, folder: string): Promise<Artifact | null> {
  if (placeIn(job.folders.tree, folder) === 'folder') return await keepFolder(job, join(job.folders.tree, folder))
  job.journal.say(`${folder} is no real folder, so it is not kept. A rollback to this will build it again.`)
  return null
}

/** Puts what an earlier deployment built to where the tool looks for it. */
export async function restoreBuilt(job: Job, plan: Plan, app: ToolApp): Promise<void> {
  const { artifact } = commandsFor(job, plan, app)
  const { tree } = job.folders
  if (artifact === null) throw fail('artifact_missing', 'deploy', 'Of this tool nothing is kept.')
  // Where no step can have put a link, or anything else.
  const fetched = await mkdtemp(join(job.order.work, 'kept-'))
  await restoreFolder(job, fetched)
  await handOver(job, fetched)
  const above = dirname(artifact)
  if (placeIn(tree, above) === 'nothing') await makeForSteps(job, join(tree, above))
  if (placeIn(tree, artifact) === 'refused' || placeIn(tree, above) !== 'folder')
    throw fail(
      'artifact_missing',
      'deploy',
      `${artifact} is reached through a link, so the kept artifact cannot be put there.`,
    )
  await removeTree(join(tree, artifact))
  await rename(fetched, join(tree, artifact))
}

/** Writes whose stack it becomes into what is about to be deployed, and kept. @param state of the package, as a path in the tree */
export async function tagPackage(job: Job, state: string, tags: Readonly<Record<string, string>>): Promise<void> {
  const { tree } = job.folders
  const text = await treeReader(tree).read(state)
  if (text === undefined || placeIn(tree, state) !== 'file')
    throw fail(
      'deploy_failed',
      'deploy',
      `${state} is reached through a link, so Trellis cannot note there whose it is.`,
    )
  // Made where no step can have put a link, or anything else.
  const made = await mkdtemp(join(job.order.work, 'tagged-'))
  await writeFile(join(made, 'state.json'), withStackTags(text, tags))
  await handOver(job, made)
  await rename(join(made, 'state.json'), join(tree, state))
  await removeTree(made)
}
