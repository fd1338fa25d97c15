import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What lies where in the work folder of a job. The sandbox sees `tree`, `home`, `tmp` and `scratch`, and no more. */
export function workFolders(work: string) {
  return {
    /** The checkout. */
    tree: join(work, 'tree'),
    home: join(work, 'home'),
    tmp: join(work, 'tmp'),
    /** Of the CDK worker, and where the app leaves its assembly. */
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
    [folders.tree, folders.home, folders.tmp, folders.scratch].map(folder => mkdir(folder, { recursive: true })),
  )
  return folders
}
