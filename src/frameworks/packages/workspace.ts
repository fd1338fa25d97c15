import { posix } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Folder } from '../folder.ts'
import { joinPath, type Reader } from '../reader.ts'

const PnpmWorkspace = z.object({ packages: z.array(z.string()).optional().catch(undefined) })

async function pnpmWorkspace(root: Folder): Promise<z.infer<typeof PnpmWorkspace> | undefined> {
  if (!root.names.has('pnpm-workspace.yaml')) return undefined
  try {
    return PnpmWorkspace.parse(parse((await root.read('pnpm-workspace.yaml')) ?? '') ?? {})
  } catch {
    return undefined
  }
}

const globsOf = async (root: Folder): Promise<readonly string[]> =>
  (await pnpmWorkspace(root))?.packages ?? root.packageJson?.workspaces ?? []

const deepest = 5

/** `path` as seen from the workspace in `root`; null where the workspace does not list it. */
export async function memberPath(root: Folder, path: string): Promise<string | null> {
  const inner = root.path === '.' ? path : path.slice(root.path.length + 1)
  return matches(await globsOf(root), inner) ? inner : null
}

/** Every member of the workspace in `root`, as seen from there. */
export async function membersOf(reader: Reader, root: Folder): Promise<string[]> {
  const globs = await globsOf(root)
  const found: string[] = []
  const visit = async (inner: string, depth: number): Promise<void> => {
    const names = await reader.list(joinPath(root.path, inner))
    if (inner !== '.' && names.includes('package.json') && matches(globs, inner)) found.push(inner)
    if (depth === deepest) return
    for (const name of names.filter(each => each.endsWith('/')).sort())
      if (name !== 'node_modules/' && !name.startsWith('.')) await visit(joinPath(inner, name.slice(0, -1)), depth + 1)
  }
  if (globs.length > 0) await visit('.', 0)
  return found
}

function matches(globs: readonly string[], inner: string): boolean {
  const plain = (glob: string) => glob.replace(/^\.\//, '').replace(/\/+$/, '')
  const fits = (glob: string) => posix.matchesGlob(inner, plain(glob))
  return (
    globs.some(glob => !glob.startsWith('!') && fits(glob)) &&
    !globs.some(glob => glob.startsWith('!') && fits(glob.slice(1)))
  )
}
