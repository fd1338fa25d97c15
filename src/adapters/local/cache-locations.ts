import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Location } from '../../contract/job.ts'
import type { CacheLocations } from '../../core/ports/cache-locations.ts'

/** Two folders an app: what protected environments write, everybody of the app may read; what others write, only others. */
export function createCacheLocations(folder: string): CacheLocations {
  async function made(app: string, zone: 'protected' | 'open'): Promise<Location> {
    const path = join(folder, app, zone)
    await mkdir(path, { recursive: true, mode: 0o700 })
    return { kind: 'folder', path }
  }

  return {
    async locations(app, isProtected) {
      const trusted = await made(app, 'protected')
      if (isProtected) return { read: [trusted], write: trusted }
      const own = await made(app, 'open')
      return { read: [own, trusted], write: own }
    },
    async remove(app) {
      await rm(join(folder, app), { recursive: true, force: true })
    },
    direct: null,
  }
}
