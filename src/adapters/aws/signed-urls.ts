import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { ArtifactPlace } from '../../contract/job.ts'

/** A build may wait for its turn to upload; a URL lives no longer than the credentials that signed it, in any case. */
const expiresIn = 15 * 60

interface Content {
  /** SHA-256 in hex. */
  digest: string
  bytes: number
  metadata?: Record<string, string>
}

/** Signed with length and checksum: S3 refuses other bytes than these. */
export async function signedUpload(
  client: S3Client,
  place: { Bucket: string; Key: string },
  { digest, bytes, metadata = {} }: Content,
): Promise<ArtifactPlace> {
  const checksum = Buffer.from(digest, 'hex').toString('base64')
  const named = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const)
  const command = new PutObjectCommand({
    ...place,
    ContentLength: bytes,
    ChecksumSHA256: checksum,
    ...(named.length > 0 && { Metadata: metadata }),
  })
  const url = await getSignedUrl(client, command, {
    expiresIn,
    signableHeaders: new Set(['host', 'content-length']),
    unhoistableHeaders: new Set(['x-amz-checksum-sha256', ...named.map(([name]) => name)]),
  })
  return { url, headers: { 'x-amz-checksum-sha256': checksum, ...Object.fromEntries(named) } }
}

/** @param what where it lies, and what a browser is to be told of it */
export const signedDownload = (
  client: S3Client,
  what: { Bucket: string; Key: string; ResponseContentDisposition?: string },
): Promise<string> => getSignedUrl(client, new GetObjectCommand(what), { expiresIn })

/** What S3 says of an object that is not there: the second to whoever may not list all of the bucket. */
export const isAbsent = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'AccessDenied')
