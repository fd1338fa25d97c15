import { join } from 'node:path'
import { packagedIn, stateFile } from '../../frameworks/tools/serverless-commands.ts'
import { lackingHandler, withoutCode } from '../../frameworks/tools/serverless-handlers.ts'
import type { ServerlessApp } from '../../frameworks/tools/tool.ts'
import { zipNames } from '../../platform/zip-names.ts'
import { placeIn } from '../isolation/place.ts'
import type { Job } from '../job/job.ts'
import { JobFailed } from '../job/phase.ts'
import { treeReader } from '../job/tree-reader.ts'

/** Before a package is deployed whose functions would have no code, since a build of the repository's own was not run. */
export async function refuseWithoutCode(job: Job, app: ServerlessApp): Promise<void> {
  const { tree } = job.folders
  const reader = treeReader(tree)
  const state = await reader.read(stateFile(app))
  const archives = new Map<string, string[]>()
  for (const name of await reader.list(packagedIn(app))) {
    const path = `${packagedIn(app)}/${name}`
    if (!name.endsWith('.zip') || placeIn(tree, path) !== 'file') continue
    const names = await zipNames(join(tree, path))
    // Not understood: the tool's word is all there is.
    if (names === undefined) return
    archives.set(name, names)
  }
  const lacking = state === undefined ? undefined : lackingHandler(state, archives)
  if (lacking) throw new JobFailed(withoutCode(lacking, app.buildScript))
}
