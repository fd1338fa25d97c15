import { matchesGlob } from 'node:path'
import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import type { Plan } from '../../frameworks/plan.ts'
import { joinPath } from '../../frameworks/reader.ts'
import { listed } from '../../frameworks/refuse.ts'
import type { NotContent } from '../checkout/not-content.ts'

type Wanted = Pick<Plan, 'allow' | 'folder' | 'watch'>

/** Refuses an app that would be deployed with pointers for files, or empty folders for code. What lies elsewhere is for the log. */
export function lackingContent(
  { pointers, submodules, links }: NotContent,
  path: string,
  { allow, folder, watch }: Wanted,
): Failure | { warnings: string[] } {
  const isIn = (one: string, outer: string) => outer === '.' || one === outer || one.startsWith(`${outer}/`)
  const belongs = (one: string) =>
    [path, folder].some(outer => isIn(one, outer)) ||
    // What a folder holds may be watched without the folder.
    watch.some(glob => matchesGlob(one, glob) || matchesGlob(joinPath(one, 'x'), glob))
  const files = allow.includes('lfs_pointers') ? [] : pointers.filter(belongs)
  if (files.length > 0)
    return failure(
      'lfs_not_supported',
      'checkout',
      `Git LFS holds ${files.length === 1 ? 'a file' : `${files.length} files`} of the app, which Trellis does not fetch: ${listed(files)}. Only pointers would be deployed.`,
    )
  const folders = allow.includes('empty_submodules') ? [] : submodules.filter(belongs)
  if (folders.length > 0)
    return failure(
      'submodules_not_supported',
      'checkout',
      `Submodules are not fetched, and the app has ${folders.length === 1 ? 'one' : folders.length}: ${listed(folders)}. What they hold would be lacking.`,
    )
  const leading = links.filter(({ path }) => belongs(path)).map(link => `${link.path} → ${link.target}`)
  return {
    warnings: [
      ...(leading.length > 0
        ? [
            `! Symbolic links of the app lead out of the repository, or to nothing that was committed: ${listed(leading)}.`,
          ]
        : []),
      ...(pointers.length > 0
        ? [`! Git LFS is not fetched: of these only the pointers are here: ${listed(pointers)}.`]
        : []),
      ...(submodules.length > 0 ? [`! Submodules are not fetched, and are empty: ${listed(submodules)}.`] : []),
    ],
  }
}
