import { realpath, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'

export interface WorkingTree {
  root: string
  /** From there, `/`-separated; `.` is the root. */
  path: string
}

/**
 * The repository that a folder lies in: its lockfile, its Node and its workspace may stand above the folder.
 * One that lies in none is a root of its own.
 */
export async function workingTreeAround(folder: string): Promise<WorkingTree> {
  const start = await realpath(folder)
  for (let at = start; ; at = dirname(at)) {
    // A folder; in a work tree beside the first, or a submodule, a file.
    const found = await stat(join(at, '.git')).catch(() => null)
    if (found) return { root: at, path: relative(at, start).split(sep).join('/') || '.' }
    if (at === dirname(at)) return { root: start, path: '.' }
  }
}
