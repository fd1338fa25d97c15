import type { ArtifactPlace, Location, OfferCache } from '../../contract/job.ts'

/** Where builds keep their dependency caches. A protected environment never reads what an unprotected one wrote. */
export interface CacheLocations {
  locations(app: string, isProtected: boolean): Promise<{ read: Location[]; write: Location | null }>
  /** Forgets an app's caches. */
  remove(app: string): Promise<void>
  /** Ways for machines that share no folder with anybody; null: the locations are folders. */
  readonly direct: DirectCaches | null
}

export interface KeptCache {
  /** A GET gives the bytes, for some minutes. */
  url: string
  savedAt: string
}

/** What was kept, without its bytes: what it was made of. */
export interface CacheNote {
  savedAt: string
  parts: Record<string, string>
}

/** Packed caches under names, open for minutes to whoever has a URL. The same rule holds of who reads what. */
export interface DirectCaches {
  /** Null: there is none. */
  find(app: string, isProtected: boolean, name: string): Promise<KeptCache | null>
  /** Of the newest few installs that were kept; for explanations. */
  notes(app: string, isProtected: boolean): Promise<CacheNote[]>
  /** Takes these bytes and no others, in the place of what had that name: a PUT with these headers, all of them. */
  place(app: string, isProtected: boolean, offer: OfferCache): Promise<ArtifactPlace>
}
