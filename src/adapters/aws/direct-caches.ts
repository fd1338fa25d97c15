import { HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { z } from 'zod'
import type { CacheNote, DirectCaches } from '../../core/ports/cache-locations.ts'
import { signedDownload, signedUpload } from './signed-urls.ts'

type Zone = 'protected' | 'open'

export const cacheKey = (app: string, zone: Zone | '', name: string): string =>
  `caches/${app}/${zone}${zone && '/'}${name}`
/** To be looked into; each costs a question. */
const mostNotes = 3

/** Own ones first; what protected environments keep, everybody of the app may read. */
const readable = (isProtected: boolean): Zone[] => (isProtected ? ['protected'] : ['open', 'protected'])

/** Packed caches as objects, under their names; the bucket forgets each after a month. */
export function createDirectCaches(client: S3Client, Bucket: string): DirectCaches {
  /** By listing, which says of what is not there that it is not; a question for the object itself may be refused instead. */
  const listed = async (Prefix: string, MaxKeys?: number) =>
    (await client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys }))).Contents ?? []

  return {
    async find(app, isProtected, name) {
      for (const zone of readable(isProtected)) {
        const Key = cacheKey(app, zone, name)
        const [found] = await listed(Key, 1)
        if (found?.Key !== Key) continue
        return { url: await signedDownload(client, { Bucket, Key }), savedAt: instant(found.LastModified) }
      }
      return null
    },
    async notes(app, isProtected) {
      const zones = await Promise.all(readable(isProtected).map(zone => listed(cacheKey(app, zone, 'deps/'))))
      const newest = zones.flat().sort((a, b) => Number(b.LastModified) - Number(a.LastModified))
      return Promise.all(
        newest.slice(0, mostNotes).map(async ({ Key, LastModified }): Promise<CacheNote> => {
          const { Metadata = {} } = await client.send(new HeadObjectCommand({ Bucket, Key }))
          return { savedAt: instant(LastModified), parts: readParts(Metadata.parts) }
        }),
      )
    },
    place(app, isProtected, { name, digest, bytes, parts }) {
      const Key = cacheKey(app, isProtected ? 'protected' : 'open', name)
      const metadata = { parts: Buffer.from(JSON.stringify(parts)).toString('base64url') }
      return signedUpload(client, { Bucket, Key }, { digest, bytes, metadata })
    },
  }
}

const instant = (at: Date | undefined): string => (at ?? new Date(0)).toISOString()

const Parts = z.record(z.string(), z.string())

function readParts(text: string | undefined): Record<string, string> {
  try {
    return Parts.parse(JSON.parse(Buffer.from(text ?? '', 'base64url').toString()))
  } catch {
    return {}
  }
}
