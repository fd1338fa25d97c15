import { join } from 'node:path'
import { type LackingPackage, lackingPackage, withoutPackage } from '../../frameworks/packages/lacking-package.ts'
import type { Plan } from '../../frameworks/plan.ts'
import { joinPath, type Reader } from '../../frameworks/reader.ts'
import { packagedIn, stateFile } from '../../frameworks/tools/serverless-commands.ts'
import { lackingHandler, plainFunctions, withoutCode } from '../../frameworks/tools/serverless-handlers.ts'
import { packagesAsItIs } from '../../frameworks/tools/serverless-packages.ts'
import type { ServerlessApp } from '../../frameworks/tools/tool.ts'
import { zipNames } from '../../platform/zip-names.ts'
import { placeIn } from '../isolation/place.ts'
import type { Job } from '../job/job.ts'
import { JobFailed } from '../job/phase.ts'
import { treeReader } from '../job/tree-reader.ts'

/** Before a package is deployed whose functions would have no code, since a build of the repository's own was not run. */
export async function refuseWithoutCode(job: Job, plan: Plan, app: ServerlessApp): Promise<void> {
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
  if (plan.allow.includes('uninstalled_packages') || state === undefined) return
  const without = await withoutItsPackage(reader, app, { state, names: [...archives.values()].flat() })
  if (without) throw new JobFailed(withoutPackage(without))
}

/** Of files that are packaged as they are; the fourth generation bundles by itself. */
async function withoutItsPackage(
  reader: Reader,
  { folder, file, major, program }: ServerlessApp,
  { state, names }: { state: string; names: readonly string[] },
): Promise<LackingPackage | undefined> {
  if (program === 'serverless' && major >= 4) return undefined
  if (!packagesAsItIs((await reader.read(joinPath(folder, file))) ?? '')) return undefined
  const archived = new Set(names)
  const read = async (path: string) => (archived.has(path) ? await reader.read(joinPath(folder, path)) : undefined)
  const has = async (inner: string) => names.some(name => name.startsWith(`${inner}/`))
  for (const { name, handler } of plainFunctions(state)) {
    const lacking = await lackingPackage({ handler, read, has, leavesOutDev: true })
    if (lacking !== undefined) return { function: name, package: lacking }
  }
  return undefined
}
