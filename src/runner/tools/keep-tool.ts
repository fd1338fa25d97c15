import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTree } from '../../platform/remove-tree.ts'
import { copyTree } from '../cache/files.ts'
import type { Job } from '../job/job.ts'

/** @returns where it lies now; null where this build may write no cache. */
export async function keepTool(job: Job, draft: string, key: string): Promise<string | null> {
  const { write } = job.spec.cache
  if (write?.kind !== 'folder') return null
  const kept = join(write.path, 'tools', key)
  try {
    await rename(draft, kept)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    // Another build was quicker; its tool is the same.
    if (['EEXIST', 'ENOTEMPTY'].includes(code)) return kept
    if (code !== 'EXDEV') return null
    const aside = `${kept}.${process.pid}`
    await copyTree(draft, aside)
    await rename(aside, kept).catch(() => removeTree(aside))
  }
  return kept
}
