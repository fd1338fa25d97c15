import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What lies where in the work folder of a job. Steps may write `tree`, `home`, `tmp` and `assembly`, may read `scratch`, and see no more. */
export function workFolders(work: string) {
  return {
    /** The checkout. */
    tree: join(work, 'tree'),
    home: join(work, 'home'),
    tmp: join(work, 'tmp'),
    /** Where the app leaves its assembly. */
    assembly: join(work, 'assembly'),
    /** Of the CDK worker, which writes here and must not be led elsewhere by links that a build put there. */
    scratch: join(work, 'scratch'),
    /** The upper halves of overlays. */
    layers: join(work, 'layers'),
    trial: join(work, 'trial'),
    artifact: join(work, 'artifact.tgz'),
  }
}
export type WorkFolders = ReturnType<typeof workFolders>

export async function makeWorkFolders(work: string): Promise<WorkFolders> {
  const folders = workFolders(work)
  await mkdir(work, { recursive: true, mode: 0o700 })
  await Promise.all(
    [folders.tree, folders.home, folders.tmp, folders.assembly, folders.scratch].map(folder =>
      mkdir(folder, { recursive: true }),
    ),
  )
  return folders
}
