import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reader } from '../../frameworks/reader.ts'
import { isWithin } from '../isolation/visible.ts'

const mostBytes = 32 * 1024 * 1024

/** Reads a checkout. Its links are foreign, and the supervisor sees more than the build: one that leads out of the tree does not exist. */
export function treeReader(tree: string): Reader {
  const inside = async (path: string): Promise<string | undefined> => {
    try {
      const [root, real] = await Promise.all([realpath(tree), realpath(join(tree, path))])
      return isWithin(real, [root]) ? real : undefined
    } catch {
      return undefined
    }
  }
  return {
    exists: async path => (await inside(path)) !== undefined,
    async read(path) {
      const real = await inside(path)
      if (real === undefined) return undefined
      // A pipe in its place would never end, and a huge file not fit.
      const stats = await stat(real)
      return stats.isFile() && stats.size <= mostBytes ? readFile(real, 'utf8').catch(() => undefined) : undefined
    },
    async list(folder) {
      const real = await inside(folder)
      if (real === undefined) return []
      const entries = await readdir(real, { withFileTypes: true }).catch(() => [])
      return entries.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    },
  }
}
