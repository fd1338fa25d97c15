import type { Location } from '../../contract/job.ts'
import type { CacheLocations } from '../../core/ports/cache-locations.ts'
import type { Pause } from './pause.ts'

/** Names folders that do not exist: in memory nothing is built. */
export function createCacheLocations(pause: Pause): CacheLocations {
  const folder = (app: string, zone: string): Location => ({ kind: 'folder', path: `/memory/caches/${app}/${zone}` })
  return {
    async locations(app, isProtected) {
      await pause()
      const own = folder(app, isProtected ? 'protected' : 'open')
      return { read: isProtected ? [own] : [own, folder(app, 'protected')], write: own }
    },
    async remove() {
      await pause()
    },
    direct: null,
  }
}
