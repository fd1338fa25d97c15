import { readdir, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reader } from '../../frameworks/reader.ts'
import { isWithin } from '../isolation/visible.ts'

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
      return real === undefined ? undefined : readFile(real, 'utf8').catch(() => undefined)
    },
    async list(folder) {
      const real = await inside(folder)
      if (real === undefined) return []
      const entries = await readdir(real, { withFileTypes: true }).catch(() => [])
      return entries.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    },
  }
}
