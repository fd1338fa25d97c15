import { readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { isAbsolute, join, sep } from 'node:path'
import { AssemblyProblem } from '../../frameworks/cdk/assembly.ts'

/**
 * Reads a file that the user's code may have made. The worker sees more than the sandbox does, so a link must not
 * lead it out of the folder. Undefined: there is none.
 */
export async function readInside(root: string, path: string): Promise<string | undefined> {
  const target = await realpath(join(root, path)).catch(() => undefined)
  if (target === undefined) return undefined
  if (!isInside(await realpath(root), target)) throw new AssemblyProblem(`${path} is a link that leads out of the app.`)
  return await readFile(target, 'utf8').catch(error => {
    if (error.code === 'EISDIR') return undefined
    throw error
  })
}

/**
 * Publishing follows links with the worker's eyes, and a kept assembly is unpacked elsewhere: each link must lead to
 * something inside, by what is written in it as well as by where it ends, and not by an absolute path.
 */
export async function checkLinks(root: string): Promise<void> {
  const top = await realpath(root)
  const entries = await readdir(top, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(top.length + 1)
    const written = await readlink(path)
    const target = await realpath(path).catch(() => undefined)
    if (leaves(name, written) || (target !== undefined && !isInside(top, target)))
      throw new AssemblyProblem(`The cloud assembly holds a link that leads out of it: ${name}`)
    if (target === undefined) throw new AssemblyProblem(`The cloud assembly holds a link that leads nowhere: ${name}`)
  }
}

/** Also when it would come back in: the folder has another name elsewhere. */
function leaves(link: string, written: string): boolean {
  let depth = link.split(sep).length - 1
  for (const step of written.split(sep).filter(each => each !== '' && each !== '.')) {
    depth += step === '..' ? -1 : 1
    if (depth < 0) return true
  }
  return isAbsolute(written)
}

const isInside = (root: string, path: string): boolean => path === root || path.startsWith(root + sep)
