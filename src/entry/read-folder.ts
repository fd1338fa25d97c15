import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Reader } from '../frameworks/reader.ts'

/** A working tree on this machine. Links that lead out of it count as absent. */
export function readFolder(root: string): Reader {
  const inside = async (path: string): Promise<string | null> => {
    const [base, real] = await Promise.all([realpath(root), realpath(join(root, path)).catch(() => null)])
    return real && (real === base || real.startsWith(base + sep)) ? real : null
  }
  return {
    exists: async path => (await inside(path)) !== null,
    read: async path => {
      const real = await inside(path)
      return real && (await stat(real)).isFile() ? readFile(real, 'utf8') : undefined
    },
    list: async folder => {
      const real = await inside(folder)
      if (!real || !(await stat(real)).isDirectory()) return []
      const entries = await readdir(real, { withFileTypes: true }).catch(() => [])
      return entries.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    },
  }
}
