import { createHash, randomBytes } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { removeTree } from '../../platform/remove-tree.ts'
import { placeIn } from '../isolation/place.ts'
import { makeForSteps } from '../job/hand-over.ts'
import type { Job } from '../job/job.ts'
import { copyTree, sizeOfTree } from './files.ts'
import { keepPacked, withUnpacked } from './packed.ts'
import { discard, markPathUsed, pruneCaches } from './prune.ts'

/** A folder larger than this costs more to keep than it saves. */
const mostBytes = 1024 ** 3

/** The folders that trellis.yml wants kept between builds, such as a compiler's. They are copies: a build may do with them what it likes. */
export async function restorePaths(job: Job, paths: readonly string[]): Promise<void> {
  const { write } = job.spec.cache
  // Now rather than at the end, when nobody waits for it: what is kept today is looked at by the next build.
  if (write?.kind === 'folder' && paths.length > 0) pruneCaches(job, write.path)
  for (const path of paths) {
    // A commit may have put a link to anywhere in its place, or in that of a folder on the way.
    if (placeIn(job.folders.tree, path) !== 'nothing') continue
    const target = join(job.folders.tree, path)
    if (job.spec.cache.byUrl) await restorePacked(job, path, target)
    for (const location of job.spec.cache.read) {
      if (location.kind !== 'folder') continue
      const kept = keptPath(location.path, job, path)
      if (!isKeepable(location.path, relative(location.path, kept))) continue
      await mkdir(dirname(target), { recursive: true })
      await copyTree(kept, target)
      await markPathUsed(kept).catch(() => {})
      break
    }
  }
}

/** After a success only: what a failed build leaves may be broken. */
export async function keepPaths(job: Job, paths: readonly string[]): Promise<void> {
  const { write, byUrl = false } = job.spec.cache
  if (write?.kind !== 'folder' && !byUrl) return
  for (const path of paths) {
    // So may the build.
    if (!isKeepable(job.folders.tree, path)) continue
    const source = join(job.folders.tree, path)
    if ((await sizeOfTree(source)) > mostBytes) {
      job.journal.say(`${path} is too large to be kept between builds.`)
      continue
    }
    if (write?.kind !== 'folder') {
      await keepPacked(job, `paths/${nameOf(job, path)}`, { root: job.folders.tree, paths: [path] })
      continue
    }
    const kept = keptPath(write.path, job, path)
    const draft = `${kept}.${randomBytes(6).toString('hex')}`
    await mkdir(dirname(kept), { recursive: true, mode: 0o700 })
    try {
      await copyTree(source, draft)
      await markPathUsed(draft)
      await discard(kept)
      await rename(draft, kept)
    } finally {
      await removeTree(draft)
    }
  }
}

async function restorePacked(job: Job, path: string, target: string): Promise<void> {
  const { kept } = await job.session.findCache(`paths/${nameOf(job, path)}`)
  if (!kept) return
  await withUnpacked(job, kept.url, async unpacked => {
    if (!isKeepable(unpacked, path)) return
    await makeForSteps(job, dirname(target))
    await rename(join(unpacked, path), target)
  })
}

const keptPath = (cache: string, job: Job, path: string): string => join(cache, 'paths', nameOf(job, path))

/** Each environment has its own: what one branch compiled is of little use to another. */
const nameOf = (job: Job, path: string): string =>
  createHash('sha256').update(`${job.spec.deployment.environment}\0${path}`).digest('hex').slice(0, 40)

const isKeepable = (root: string, path: string): boolean => ['folder', 'file'].includes(placeIn(root, path))
