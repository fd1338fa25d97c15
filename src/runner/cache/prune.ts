import { randomBytes } from 'node:crypto'
import { lstat, rename, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTree } from '../../platform/remove-tree.ts'
import type { Job } from '../job/job.ts'
import { isMissing, readdirOrNone, sizeOfTree } from './files.ts'
import { pruneEntries } from './store.ts'

/** Per app and level of trust, for each kind of cache. More is kept only until the next build that adds to it. */
const mostBytes = {
  deps: 5 * 1024 ** 3,
  paths: 5 * 1024 ** 3,
  spares: 2 * 1024 ** 3,
  tools: 2 * 1024 ** 3,
  npm: 2 * 1024 ** 3,
}
/** Longer than any build: what is older than this and not finished never will be. */
const dayMs = 24 * 3_600_000

/** Throws away what was not used for longest. Not waited for: it is about the disk, not about this deployment. */
export function pruneCaches(job: Job, cache: string, most = mostBytes): void {
  void pruneAll(job, cache, most).catch(() => {})
}

export async function pruneAll(job: Pick<Job, 'isolation' | 'signal'>, cache: string, most = mostBytes): Promise<void> {
  for (const kind of ['deps', 'paths', 'spares', 'tools']) await removeUnfinished(join(cache, kind))
  await pruneEntries(cache, most.deps)
  await prunePaths(join(cache, 'paths'), most.paths)
  await prunePaths(join(cache, 'spares'), most.spares)
  await prunePaths(join(cache, 'tools'), most.tools)
  await pruneDownloads(job, join(cache, 'npm'), most.npm)
}

/** That a folder of `paths` was used now; copying keeps the times of what is copied. */
export async function markPathUsed(kept: string): Promise<void> {
  const now = new Date()
  await utimes(kept, now, now)
}

/** Removes a kept folder; never is a half of it found under its name, even when this is killed. */
export async function discard(kept: string): Promise<void> {
  const aside = `${kept}.gone-${randomBytes(6).toString('hex')}`
  try {
    await rename(kept, aside)
  } catch (error) {
    if (isMissing(error)) return
    throw error
  }
  await removeTree(aside)
}

/** What a runner was writing or removing when it was killed; finished ones have names without a dot. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdirOrNone(folder)) {
    if (!name.includes('.')) continue
    const { mtimeMs } = await lstat(join(folder, name))
    if (Date.now() - mtimeMs > dayMs) await removeTree(join(folder, name))
  }
}

async function prunePaths(folder: string, most: number): Promise<void> {
  const found = []
  for (const name of await readdirOrNone(folder)) {
    const path = join(folder, name)
    try {
      found.push({ path, usedAt: (await lstat(path)).mtimeMs, bytes: await sizeOfTree(path) })
    } catch (error) {
      // A draft that got its name meanwhile.
      if (!isMissing(error)) continue
    }
  }
  let total = found.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { path, bytes } of found.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= most) return
    await discard(path)
    total -= bytes
  }
}

/**
 * Steps may write npm's cache, and put links there while this looks: so it looks from within the sandbox, where nothing
 * else is to be found. npm fetches again what is gone, but not what it is writing: the last hour stays.
 */
async function pruneDownloads({ isolation, signal }: Pick<Job, 'isolation' | 'signal'>, npm: string, most: number) {
  const script = `cd "$1" || exit 0
for minutes in 43200 10080 1440 60; do
  [ "$(du -sk . | cut -f1)" -gt "$2" ] || exit 0
  find . -type f -amin "+$minutes" -delete
done`
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin' }
  const argv = ['sh', '-c', script, 'sh', npm, String(Math.floor(most / 1024))] as const
  const running = isolation.run({ argv: [...argv], cwd: '/', env, beside: true }, signal)
  running.stdout.resume()
  running.stderr.resume()
  await running.ended
}
