import { DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import type { Location } from '../../contract/job.ts'
import type { CacheLocations, DirectCaches } from '../../core/ports/cache-locations.ts'
import { cacheKey, createDirectCaches } from './direct-caches.ts'

/**
 * Two prefixes an app: what protected environments write, everybody of the app may read; what others write, only others.
 * They are places and no ways in: a build reads and writes there by URLs that are signed for each name.
 */
export function createCacheLocations(client: S3Client, bucket: string): CacheLocations & { direct: DirectCaches } {
  const place = (app: string, zone: 'protected' | 'open'): Location => ({
    kind: 'url',
    url: `s3://${bucket}/${cacheKey(app, zone, '')}`,
  })
  return {
    direct: createDirectCaches(client, bucket),
    async locations(app, isProtected) {
      const trusted = place(app, 'protected')
      if (isProtected) return { read: [trusted], write: trusted }
      const own = place(app, 'open')
      return { read: [own, trusted], write: own }
    },
    async remove(app) {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: cacheKey(app, '', '') })
      for await (const { Contents = [] } of pages) {
        if (Contents.length === 0) continue
        const Objects = Contents.map(({ Key }) => ({ Key }))
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
        )
        if (Errors[0]) throw new Error(`${Errors.length} objects of caches could not be removed: ${Errors[0].Code}`)
      }
    },
  }
}
