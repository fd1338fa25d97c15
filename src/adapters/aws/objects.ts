import type { S3Client } from '@aws-sdk/client-s3'
import type { ArtifactStore, DirectArtifacts } from '../../core/ports/artifact-store.ts'
import type { CacheLocations, DirectCaches } from '../../core/ports/cache-locations.ts'
import type { DirectLogs } from '../../core/ports/log-store.ts'
import { once, whenAsked } from '../../platform/when-asked.ts'
import type { AwsLogStore } from './log-store.ts'
import type { RecordsTable } from './table/open-table.ts'

/** The bucket of an installation. */
export interface ObjectsPlace {
  /** Made when something needs it: most calls do not. */
  s3: () => Promise<S3Client>
  bucket: string
}

/** What lies in the bucket, by code that is loaded when somebody asks for any of it. */
export function openObjects({ s3, bucket }: ObjectsPlace) {
  const artifacts = once(async () => (await import('./artifact-store.ts')).createArtifactStore(await s3(), bucket))
  const caches = once(async () => (await import('./cache-locations.ts')).createCacheLocations(await s3(), bucket))
  return {
    artifacts: whenAsked<ArtifactStore, 'direct'>(artifacts, {
      direct: whenAsked<DirectArtifacts>(async () => (await artifacts()).direct),
    }),
    caches: whenAsked<CacheLocations, 'direct'>(caches, {
      direct: whenAsked<DirectCaches>(async () => (await caches()).direct),
    }),
  }
}

/** Logs, in the table and then in the bucket: likewise. */
export function openLogs(table: RecordsTable, { s3, bucket }: ObjectsPlace): AwsLogStore {
  const logs = once(async () => (await import('./log-store.ts')).createLogStore(table, { s3: await s3(), bucket }))
  return whenAsked<AwsLogStore, 'direct'>(logs, { direct: whenAsked<DirectLogs>(async () => (await logs()).direct) })
}
