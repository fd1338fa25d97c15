import { joinPath, type Reader } from './reader.ts'
import { listed } from './refuse.ts'
import type { TrellisYml } from './trellis-yml.ts'

/** What a deployment would refuse since git does not fetch it, as far as files at the root of the repository and of the app tell. */
export async function notFetched(
  reader: Reader,
  path: string,
  { allow = [] }: TrellisYml,
): Promise<string | undefined> {
  const isWithin = (one: string) => path === '.' || one === path || one.startsWith(`${path}/`)
  const modules = (await reader.read('.gitmodules')) ?? ''
  const inside = [...modules.matchAll(/^\s*path\s*=\s*(.+?)\s*$/gm)].flatMap(([, one]) => one ?? []).filter(isWithin)
  if (inside.length > 0 && !allow.includes('empty_submodules'))
    return `Submodules are not fetched, and the app has some (${listed(inside)}): a deployment is refused.`
  const attributes = (await reader.read(joinPath(path, '.gitattributes'))) ?? ''
  return /^[^#\n]*\sfilter=lfs\b/m.test(attributes) && !allow.includes('lfs_pointers')
    ? 'Git LFS is not fetched: where a file of the app is one of those that .gitattributes gives to it, a deployment is refused.'
    : undefined
}
