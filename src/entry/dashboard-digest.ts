import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the dashboard is made from. Its routes' table is made by the build itself. */
const sources = ['web/**/*.*', 'src/contract/**/*.ts', 'src/client/**/*.ts', 'package-lock.json']
const isMade = (name: string): boolean => /\.gen\.ts$|(^|\/)(node_modules|\.\w+)(\/|$)/.test(name)

/** Of the contents of all files that the dashboard is made from. */
export async function dashboardDigest(root: string): Promise<string> {
  const names = (await Array.fromAsync(glob(sources, { cwd: root, exclude: isMade }))).filter(name => !isMade(name))
  const hash = createHash('sha256')
  for (const name of names.toSorted()) hash.update(`${name}\0`).update(await readFile(join(root, name)))
  return hash.digest('hex')
}
