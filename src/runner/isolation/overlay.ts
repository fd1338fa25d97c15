import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTree } from '../../platform/remove-tree.ts'
import { type Isolation, isSuccess, type Overlay } from './isolation.ts'

/** The folders of one overlay within `folder`; `lower` and `target` exist already. */
export async function makeOverlay(folder: string, lower: string, target: string): Promise<Overlay> {
  const overlay = { lower, target, upper: join(folder, 'upper'), scratch: join(folder, 'scratch') }
  await mkdir(overlay.upper, { recursive: true })
  await mkdir(overlay.scratch, { recursive: true })
  return overlay
}

/** These characters separate the options of an overlay mount. */
export const isMountable = (path: string): boolean => !/[,:\\"\n]/.test(path)

/** Tries it out: whether overlays work depends on the kernel, its settings and the file system. */
export async function canOverlay(run: Isolation['run'], trial: string): Promise<boolean> {
  if (!isMountable(trial)) return false
  const lower = join(trial, 'lower')
  // The sandbox shows the target only where it is a writable folder of the job; that the mount succeeds is enough to know.
  const target = join(trial, 'target')
  try {
    await mkdir(lower, { recursive: true })
    await mkdir(target, { recursive: true })
    await writeFile(join(lower, 'probe'), '')
    const overlay = await makeOverlay(trial, lower, target)
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
