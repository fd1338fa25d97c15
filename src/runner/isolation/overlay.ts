import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTree } from '../../platform/remove-tree.ts'
import { type Isolation, isSuccess, type Overlay } from './isolation.ts'

/** The folders of one overlay within `layer`, which no build may reach; `lower` exists already. */
export async function makeOverlay(layer: string, shown: Pick<Overlay, 'root' | 'folder' | 'lower'>): Promise<Overlay> {
  const own = { upper: join(layer, 'upper'), scratch: join(layer, 'scratch'), merged: join(layer, 'merged') }
  for (const path of Object.values(own)) await mkdir(path, { recursive: true })
  return { ...shown, ...own }
}

/** These characters separate the options of an overlay mount. */
export const isMountable = (path: string): boolean => !/[,:\\"\n]/.test(path)

/** Tries it out: whether overlays work depends on the kernel, its settings and the file system. */
export async function canOverlay(run: Isolation['run'], trial: string): Promise<boolean> {
  if (!isMountable(trial)) return false
  const lower = join(trial, 'lower')
  try {
    await mkdir(lower, { recursive: true })
    await writeFile(join(lower, 'probe'), '')
    const overlay = await makeOverlay(trial, { root: trial, folder: 'target', lower })
    const env = { PATH: '/usr/bin:/bin' }
    const probe = run({ argv: ['true'], cwd: '/', env, overlays: [overlay] }, AbortSignal.timeout(5_000))
    probe.stdout.resume()
    probe.stderr.resume()
    if (!isSuccess(await probe.ended)) return false
    await access(join(overlay.scratch, 'work'))
    return true
  } catch {
    return false
  } finally {
    await removeTree(trial).catch(() => {})
  }
}
