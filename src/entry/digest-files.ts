import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Of the contents of all files of a checkout that something is made from, but those that are made themselves. */
export async function digestOf(
  root: string,
  sources: readonly string[],
  isMade: (name: string) => boolean = () => false,
): Promise<string> {
  const found = await Array.fromAsync(glob(sources, { cwd: root, exclude: isMade }))
  const names = found.filter(name => !isMade(name))
  const hash = createHash('sha256')
  for (const name of names.toSorted()) hash.update(`${name}\0`).update(await readFile(join(root, name)))
  return hash.digest('hex')
}
