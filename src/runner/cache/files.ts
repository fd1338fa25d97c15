import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

export async function readdirOrNone(folder: string): Promise<string[]> {
  return readdir(folder).catch(error => {
    if (isMissing(error)) return []
    throw error
  })
}

/** Copies a folder as it is, links as links, to where nothing stands yet. The system's `cp` is several times as fast as Node, and clones where the file system can. */
export async function copyTree(from: string, to: string): Promise<void> {
  const options = process.platform === 'darwin' ? ['-Rc'] : ['-aT', '--reflink=auto']
  await execute('cp', [...options, '--', from, to])
}

export async function sizeOfTree(folder: string): Promise<number> {
  const { stdout } = await execute('du', ['-sk', '--', folder])
  return Number.parseInt(stdout, 10) * 1024
}

/** Whether a link in it names a place below `root` by its full path: copied elsewhere, it would point to the wrong place. */
export async function hasAbsoluteLinks(folder: string, root: string): Promise<boolean> {
  const pattern = `${root.replace(/[\\*?[]/g, '\\$&')}/*`
  const { stdout } = await execute('find', [folder, '-type', 'l', '-lname', pattern, '-print', '-quit'])
  return stdout !== ''
}

/** Every outermost folder of that name below `root`, relative to it; of a real folder, never through a link. */
export async function foldersNamed(root: string, name: string, depth = 6): Promise<string[]> {
  const found: string[] = []
  const visit = async (path: string, left: number): Promise<void> => {
    for (const entry of await readdir(join(root, path), { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name === '.git') continue
      const below = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.name === name) found.push(below)
      else if (left > 0) await visit(below, left - 1)
    }
  }
  await visit('', depth)
  return found
}
