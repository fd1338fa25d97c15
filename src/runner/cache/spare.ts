import { randomBytes } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { removeTree } from '../../platform/remove-tree.ts'
import { copyTree, isMissing } from './files.ts'
import { markPathUsed } from './prune.ts'
import { type Entry, part } from './store.ts'

/** Beside the entries of the cache: the copy of one folder of an entry. */
const spareOf = ({ path }: Pick<Entry, 'path'>, at: number): string =>
  join(dirname(dirname(path)), 'spares', `${basename(path)}-${at}`)

/**
 * Where no folder can be shown from the cache, a build needs a copy of its own, which takes seconds. One waits for it, made after the
 * build before: to take it is to rename it. @returns whether there was one
 */
export async function takeSpare(entry: Entry, at: number, to: string): Promise<boolean> {
  try {
    await rename(spareOf(entry, at), to)
    return true
  } catch (error) {
    // Another build took it, or it lies on another disk.
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'EXDEV') return false
    throw error
  }
}

/** Makes those copies that are not there: for the next build, after everything else of this one. */
export async function makeSpares(entry: Entry): Promise<void> {
  for (const at of entry.folders.keys()) {
    const spare = spareOf(entry, at)
    await mkdir(dirname(spare), { recursive: true, mode: 0o700 })
    const draft = join(dirname(spare), `.draft-${randomBytes(6).toString('hex')}`)
    try {
      await copyTree(part(entry, at), draft)
      // Else it would be as old as what it is a copy of.
      await markPathUsed(draft)
      await rename(draft, spare)
    } catch (error) {
      const taken = ['EEXIST', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')
      if (!taken) throw error
    } finally {
      await removeTree(draft)
    }
  }
}
