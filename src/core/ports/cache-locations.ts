import type { Location } from '../../contract/job.ts'

/** Where builds keep their dependency caches. A protected environment never reads what an unprotected one wrote. */
export interface CacheLocations {
  locations(app: string, isProtected: boolean): Promise<{ read: Location[]; write: Location | null }>
  /** Forgets an app's caches. */
  remove(app: string): Promise<void>
}
