import { lstat, open, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { isWithin } from '../isolation/visible.ts'
import type { Git } from './git.ts'

/** What git names and a checkout has not got, as paths from the root of the repository. */
export interface NotContent {
  /** Files of Git LFS of which only the pointer is here. */
  readonly pointers: readonly string[]
  /** Folders of submodules, which are empty. */
  readonly submodules: readonly string[]
  /** Symbolic links that lead out of the repository, or to nothing that was committed. */
  readonly links: readonly Link[]
}

export interface Link {
  readonly path: string
  readonly target: string
}

export async function notContent(git: Git, tree: string): Promise<NotContent> {
  const index = await git('ls-files', '-z', '--stage')
  const named = new Map<string, string[]>(Object.values(modes).map(mode => [mode, []]))
  let hasAttributes = false
  for (const entry of index.out.split('\0')) {
    const path = entry.slice(entry.indexOf('\t') + 1)
    named.get(entry.slice(0, entry.indexOf(' ')))?.push(path)
    hasAttributes ||= path === '.gitattributes' || path.endsWith('/.gitattributes')
  }
  return {
    // Every checkout would wait for a git that has nothing to say.
    pointers: hasAttributes ? await pointersIn(git, tree) : [],
    submodules: named.get(modes.submodule) ?? [],
    links: await broken(tree, named.get(modes.link) ?? []),
  }
}

/** As `git ls-files` writes them; a submodule is a commit of another repository. */
const modes = { link: '120000', submodule: '160000' } as const

async function pointersIn(git: Git, tree: string): Promise<string[]> {
  const { out } = await git('ls-files', '-z', '--', ':(top,attr:filter=lfs)')
  const pointers: string[] = []
  for (const path of out.split('\0').filter(Boolean)) if (await isPointer(join(tree, path))) pointers.push(path)
  return pointers
}

async function broken(tree: string, paths: readonly string[]): Promise<Link[]> {
  const root = await realpath(tree)
  const found: Link[] = []
  for (const path of paths) {
    const target = await readlink(join(tree, path)).catch(() => null)
    const real = await realpath(join(tree, path)).catch(() => null)
    if (target !== null && !(real !== null && isWithin(real, [root]))) found.push({ path, target })
  }
  return found
}

const firstLine = 'version https://git-lfs.github.com/spec/v1\n'
/** By the specification a pointer is shorter than this. */
const longest = 1024

/** A machine whose own git knows LFS has put the content in its place. */
async function isPointer(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => null)
  if (!stats?.isFile() || stats.size >= longest) return false
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(firstLine.length), 0, firstLine.length, 0)
    return buffer.toString('latin1') === firstLine
  } finally {
    await file.close()
  }
}
