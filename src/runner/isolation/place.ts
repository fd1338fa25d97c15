import { lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

export type Place = 'folder' | 'file' | 'nothing' | 'refused'

/**
 * What stands at a relative path below `root`, reached through real folders only. The supervisor sees more than a build:
 * where a commit or a step put a link in place of any part of the way, nothing may be mounted, copied or read there.
 */
export function placeIn(root: string, path: string): Place {
  const parts = path.split('/').filter(part => part !== '' && part !== '.')
  if (path.startsWith('/') || parts.includes('..') || path.includes('\0')) return 'refused'
  let at = root
  for (const [index, part] of ['', ...parts].entries()) {
    at = join(at, part)
    const stat = lstatSync(at, { throwIfNoEntry: false })
    if (!stat) return 'nothing'
    if (stat.isDirectory()) continue
    return stat.isFile() && index === parts.length ? 'file' : 'refused'
  }
  return 'folder'
}

/** Makes what is missing on the way, folder by folder. @returns whether a real folder stands there now. */
export function makePlace(root: string, path: string): boolean {
  if (placeIn(root, path) === 'nothing') mkdirSync(join(root, path), { recursive: true })
  return placeIn(root, path) === 'folder'
}
