import { rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { placeIn } from '../isolation/place.ts'
import { makeForSteps } from '../job/hand-over.ts'
import type { Job } from '../job/job.ts'
import { foldersNamed, hasAbsoluteLinks } from './files.ts'
import type { CacheKey } from './key.ts'
import { keepPacked, withUnpacked } from './packed.ts'
import { whyAnew } from './why-anew.ts'

/** As `restoreDependencies`, of a machine that shares no folder with those before it. */
export async function restoreByUrl(job: Job, { key, parts }: CacheKey): Promise<{ savedAt: string } | string> {
  const { kept, others } = await job.session.findCache(`deps/${key}`)
  if (!kept) return whyAnew(parts, others, job.spec.protected)
  const { tree } = job.folders
  if ((await foldersNamed(tree, 'node_modules')).length > 0) return 'the repository brings node_modules along'
  let inTheWay = false
  await withUnpacked(job, kept.url, async unpacked => {
    const folders = await foldersNamed(unpacked, 'node_modules')
    inTheWay = folders.some(folder => placeIn(tree, folder) !== 'nothing')
    if (inTheWay) return
    for (const folder of folders) {
      await makeForSteps(job, dirname(join(tree, folder)))
      await rename(join(unpacked, folder), join(tree, folder))
    }
  })
  return inTheWay ? 'something of the repository stands where the packages belong' : kept
}

/** As `keepDependencies`. The checkout keeps its packages in any case. */
export async function keepByUrl(job: Job, { key, parts }: CacheKey): Promise<void> {
  const { tree } = job.folders
  const paths = await foldersNamed(tree, 'node_modules')
  for (const path of paths) if (await hasAbsoluteLinks(join(tree, path), tree)) return
  if (paths.length === 0) return
  const began = performance.now()
  try {
    await keepPacked(job, `deps/${key}`, { root: tree, paths, parts })
    job.journal.say(`Kept for later builds in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  } catch (error) {
    job.signal.throwIfAborted()
    job.journal.say(`The dependency cache could not be written: ${(error as Error).message}`)
  }
}
