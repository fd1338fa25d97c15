import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readProcess } from '../../platform/process-table.ts'
import { removeTree } from '../../platform/remove-tree.ts'
import { isMissing, readdirOrNone } from './files.ts'
import type { CacheKey, Parts } from './key.ts'

/** One kept install: folders `0`, `1`, … for the places named in `folders`. */
export interface Entry {
  readonly path: string
  /** Relative to the checkout. */
  readonly folders: readonly string[]
  readonly savedAt: string
  readonly bytes: number
  /** Of the key. Older entries have none. */
  readonly parts?: Parts
}

const entryOf = (cache: string, key: string): string => join(cache, 'deps', key)
export const part = (entry: Pick<Entry, 'path'>, at: number): string => join(entry.path, String(at))

/** Finds an entry, and notes that this process uses it: it is not thrown away meanwhile. */
export async function findEntry(caches: readonly string[], key: string): Promise<Entry | null> {
  for (const cache of caches) {
    const path = entryOf(cache, key)
    const meta = await readMeta(path)
    if (!meta) continue
    await markUsed(path).catch(() => {})
    // It may have been thrown away between the two.
    if (await readMeta(path)) return { ...meta, path }
  }
  return null
}

/** All entries, the newest first; for explanations. */
export async function listEntries(caches: readonly string[]): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const cache of caches) {
    for (const name of await readdirOrNone(join(cache, 'deps'))) {
      const path = join(cache, 'deps', name)
      const meta = await readMeta(path)
      if (meta) entries.push({ ...meta, path })
    }
  }
  return entries.sort((a, b) => b.savedAt.localeCompare(a.savedAt))
}

/**
 * Publishes an entry whole or not at all. @param fill puts the folders into place and tells how large they are.
 * @returns the entry, which is another's when that one was quicker.
 */
export async function saveEntry(
  cache: string,
  { key, parts }: Pick<CacheKey, 'key' | 'parts'>,
  folders: readonly string[],
  fill: (entry: Pick<Entry, 'path'>) => Promise<number>,
): Promise<Entry | null> {
  const draft = join(cache, 'deps', `.draft-${randomBytes(6).toString('hex')}`)
  await mkdir(draft, { recursive: true, mode: 0o700 })
  try {
    const bytes = await fill({ path: draft })
    const meta = { folders, savedAt: new Date().toISOString(), bytes, parts }
    await writeFile(join(draft, 'meta.json'), JSON.stringify(meta))
    await markUsed(draft)
    await rename(draft, entryOf(cache, key))
    return { ...meta, path: entryOf(cache, key) }
  } catch (error) {
    // Somebody else's entry of the same key is as good.
    const taken = ['EEXIST', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')
    if (!taken) throw error
    return null
  } finally {
    await removeTree(draft)
  }
}

/** Throws away what was not used for longest, until the rest fits. What a living process uses stays. */
export async function pruneEntries(cache: string, mostBytes: number): Promise<void> {
  const found = []
  for (const name of await readdirOrNone(join(cache, 'deps'))) {
    const path = join(cache, 'deps', name)
    const meta = await readMeta(path)
    if (meta) found.push({ path, bytes: meta.bytes, usedAt: meta.usedAt })
  }
  let total = found.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { path, bytes } of found.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= mostBytes) return
    if (await isInUse(path)) continue
    // Without its description it is no longer found; the rest may take its time.
    await rm(join(path, 'meta.json'), { force: true })
    await removeTree(path)
    total -= bytes
  }
}

async function readMeta(path: string): Promise<(Omit<Entry, 'path'> & { usedAt: number }) | null> {
  try {
    const meta = JSON.parse(await readFile(join(path, 'meta.json'), 'utf8')) as Omit<Entry, 'path'>
    const { mtimeMs } = await stat(join(path, 'meta.json'))
    return { ...meta, usedAt: mtimeMs }
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null
    throw error
  }
}

async function markUsed(path: string): Promise<void> {
  const now = new Date()
  const me = readProcess(process.pid)
  await mkdir(join(path, 'users'), { recursive: true })
  await writeFile(join(path, 'users', String(process.pid)), String(me?.startedAt ?? 0))
  await utimes(join(path, 'meta.json'), now, now)
}

async function isInUse(path: string): Promise<boolean> {
  for (const pid of await readdirOrNone(join(path, 'users'))) {
    const startedAt = await readFile(join(path, 'users', pid), 'utf8').catch(() => '')
    if (startedAt !== '' && readProcess(Number(pid))?.startedAt === Number(startedAt)) return true
    await rm(join(path, 'users', pid), { force: true })
  }
  return false
}
