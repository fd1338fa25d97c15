import { lfsFiles } from './lfs-files.ts'
import type { Reader } from './reader.ts'
import { listed } from './refuse.ts'
import { submodulesOf } from './submodules.ts'
import type { TrellisYml } from './trellis-yml.ts'

/** What a deployment would refuse since git does not fetch it, as far as `.gitmodules` and `.gitattributes` tell. */
export async function notFetched(
  reader: Reader,
  path: string,
  { allow = [] }: TrellisYml,
): Promise<string | undefined> {
  const isWithin = (one: string) => path === '.' || one === path || one.startsWith(`${path}/`)
  const inside = (await submodulesOf(reader)).filter(isWithin)
  if (inside.length > 0 && !allow.includes('empty_submodules'))
    return `Submodules are not fetched, and the app has some (${listed(inside)}): a deployment is refused.`
  const large = allow.includes('lfs_pointers') ? [] : await lfsFiles(reader, path)
  return large.length > 0
    ? `Git LFS is not fetched, and .gitattributes gives it files of the app (${listed(large)}): a deployment is refused.`
    : undefined
}
