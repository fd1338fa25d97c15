import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { TrellisError } from '../../core/errors.ts'
import type { ArtifactStore, DirectArtifacts } from '../../core/ports/artifact-store.ts'
import { isAbsent, signedDownload, signedUpload } from './signed-urls.ts'

export const artifactKey = (digest: string): string => `artifacts/${digest}`
const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

/** Objects named by the digest of their bytes; the bucket encrypts them. A draft becomes an artifact once its digest is known. */
export function createArtifactStore(client: S3Client, bucket: string): ArtifactStore & { direct: DirectArtifacts } {
  const remove = (key: string) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))

  async function* listed() {
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: artifactKey('') })
    for await (const { Contents = [] } of pages) yield Contents
  }

  return {
    direct: directArtifacts(client, bucket),
    async put(content) {
      const draft = `drafts/${randomBytes(16).toString('hex')}`
      const { hashed, result } = hashing(content)
      try {
        // Ends what it began in S3 when the content fails.
        await new Upload({ client, params: { Bucket: bucket, Key: draft, Body: hashed } }).done()
        const { digest, bytes } = result()
        const source = { CopySource: `${bucket}/${draft}`, Key: artifactKey(digest) }
        await client.send(new CopyObjectCommand({ Bucket: bucket, ...source }))
        return { digest, bytes }
      } finally {
        await remove(draft)
      }
    },
    async get(digest) {
      if (!isDigest(digest)) throw missing(digest)
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: artifactKey(digest) }))
        return verified(Body as Readable, digest)
      } catch (error) {
        throw isAbsent(error) ? missing(digest) : error
      }
    },
    async prune(keep, storedBefore) {
      for await (const objects of listed()) {
        const old = objects.filter(({ Key = '', LastModified }) => {
          const digest = Key.slice(artifactKey('').length)
          return isDigest(digest) && !keep.has(digest) && (LastModified?.getTime() ?? storedBefore) < storedBefore
        })
        if (old.length === 0) continue
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({
            Bucket: bucket,
            Delete: { Objects: old.map(({ Key }) => ({ Key })), Quiet: true },
          }),
        )
        if (Errors[0]) throw new Error(`${Errors.length} artifacts could not be removed: ${Errors[0].Code}`)
      }
    },
  }
}

/** What lies under a digest has that digest, since S3 refuses other bytes. */
const directArtifacts = (client: S3Client, Bucket: string): DirectArtifacts => ({
  upload: (digest, bytes) => signedUpload(client, { Bucket, Key: artifactKey(digest) }, { digest, bytes }),
  download: digest => signedDownload(client, { Bucket, Key: artifactKey(digest) }),
})

function hashing(content: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let bytes = 0
  async function* hashed() {
    for await (const part of content) {
      hash.update(part)
      bytes += part.length
      yield part
    }
  }
  return {
    hashed: Readable.from(hashed(), { objectMode: false }),
    result: () => ({ digest: hash.digest('hex'), bytes }),
  }
}

async function* verified(content: AsyncIterable<Uint8Array>, digest: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const part of content) {
    hash.update(part)
    yield part
  }
  if (hash.digest('hex') !== digest) {
    throw new TrellisError('artifact_missing', `The artifact ${digest} is damaged.`, 'Deploy the commit again instead.')
  }
}

const missing = (digest: string) =>
  new TrellisError('artifact_missing', `There is no artifact ${digest}.`, 'Deploy the commit again instead.')
