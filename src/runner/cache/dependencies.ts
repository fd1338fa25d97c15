import { mkdir, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMountable, makeOverlay } from '../isolation/overlay.ts'
import { placeIn } from '../isolation/place.ts'
import type { Job } from '../job/job.ts'
import { keepByUrl, restoreByUrl } from './dependencies-by-url.ts'
import { copyTree, foldersNamed, hasAbsoluteLinks, sizeOfTree } from './files.ts'
import type { CacheKey } from './key.ts'
import { pruneCaches } from './prune.ts'
import { makeSpares, takeSpare } from './spare.ts'
import { type Entry, findEntry, listEntries, part, saveEntry } from './store.ts'
import { whyAnew } from './why-anew.ts'

const folderCaches = (job: Job): string[] =>
  job.spec.cache.read.flatMap(location => (location.kind === 'folder' ? [location.path] : []))

/** Puts a kept install into the checkout. @returns why there is none that could be taken, when there is none. */
export async function restoreDependencies(job: Job, cacheKey: CacheKey): Promise<Pick<Entry, 'savedAt'> | string> {
  const { key, parts } = cacheKey
  if (job.spec.cache.byUrl) return restoreByUrl(job, cacheKey)
  const caches = folderCaches(job)
  const entry = await findEntry(caches, key)
  if (!entry) return whyAnew(parts, await listEntries(caches), job.spec.protected)
  // A repository that brings its own packages is not to be covered up.
  const { tree } = job.folders
  if ((await foldersNamed(tree, 'node_modules')).length > 0) return 'the repository brings node_modules along'
  // A commit may have made a link to anywhere of it, or of a folder on the way.
  if (entry.folders.some(folder => placeIn(tree, folder) !== 'nothing')) {
    return 'something of the repository stands where the packages belong'
  }
  if (await canMount(job, entry.path)) await mount(job, entry)
  else await copyAll(job, entry)
  return entry
}

/**
 * Keeps a fresh install, before any test or build could change it. Where overlays work the folders move into the cache
 * and are shown from there, which costs nothing; elsewhere they are copied.
 * @returns whether the checkout still has its packages: a move that failed half-way loses them.
 */
export async function keepDependencies(job: Job, key: CacheKey): Promise<boolean> {
  if (job.spec.cache.byUrl) {
    await keepByUrl(job, key)
    return true
  }
  const cache = job.spec.cache.write
  if (cache?.kind !== 'folder') return true
  const { tree } = job.folders
  const folders = await foldersNamed(tree, 'node_modules')
  const roots = folders.map(folder => join(tree, folder))
  for (const root of roots) if (await hasAbsoluteLinks(root, tree)) return true
  if (folders.length === 0) return true
  const moves = (await canMount(job, cache.path)) && (await areOnOneDisk(tree, cache.path))
  const sizes = await Promise.all(roots.map(sizeOfTree))
  try {
    const entry = await saveEntry(cache.path, key, folders, async draft => {
      for (const [at, root] of roots.entries()) await (moves ? rename : copyTree)(root, part(draft, at))
      return sizes.reduce((sum, size) => sum + size, 0)
    })
    if (moves) await mount(job, entry ?? (await theOthers(job, key.key)))
    else if (entry) await keepSpare(job, entry)
  } catch (error) {
    job.journal.say(`The dependency cache could not be written: ${(error as Error).message}`)
    return !moves
  }
  pruneCaches(job, cache.path)
  return true
}

async function theOthers(job: Job, key: string): Promise<Entry> {
  const entry = await findEntry(folderCaches(job), key)
  if (!entry) throw new Error('The dependency cache lost an entry while it was written')
  return entry
}

const canMount = async (job: Job, path: string): Promise<boolean> =>
  isMountable(path) && isMountable(job.folders.tree) && (await job.isolation.overlays())

async function copyAll(job: Job, entry: Entry): Promise<void> {
  for (const [at, folder] of entry.folders.entries()) {
    const to = join(job.folders.tree, folder)
    await mkdir(dirname(to), { recursive: true })
    if (!(await takeSpare(entry, at, to))) await copyTree(part(entry, at), to)
  }
  await keepSpare(job, entry)
}

/** Where the next build will have to copy, it finds its copy made. */
async function keepSpare(job: Job, entry: Entry): Promise<void> {
  if (await areOnOneDisk(job.folders.tree, entry.path)) job.afterwards.push(() => makeSpares(entry))
}

async function areOnOneDisk(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(a), stat(b)])
  return one.dev === other.dev
}

/** What the steps write into the folders lands in a layer of this job, and goes with it. */
async function mount(job: Job, entry: Entry): Promise<void> {
  for (const [at, folder] of entry.folders.entries()) {
    const shown = { root: job.folders.tree, folder, lower: part(entry, at) }
    job.overlays = [...job.overlays, await makeOverlay(join(job.folders.layers, String(at)), shown)]
  }
}
