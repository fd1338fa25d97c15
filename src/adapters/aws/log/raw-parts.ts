import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { sortable } from '../table/positions.ts'
import { type ArchivePlace, rawPrefix } from './log-archive.ts'

/** A part of a log as text: an object that holds these lines, for whichever whole log they are a part of. */
export interface RawPart {
  first: number
  last: number
  key: string
}

const partsPrefix = (deployment: string): string => `${rawPrefix(deployment)}parts/`

export const partOf = (deployment: string, first: number, last: number): RawPart => ({
  ...{ first, last, key: `${partsPrefix(deployment)}${sortable(first)}-${last}` },
})

/** Half of the day after which the bucket forgets them: what is begun with one ends before. */
const freshMs = 12 * 60 * 60_000

/** Those that follow each other from the first line on, and end no later than `last`. */
export async function partsWritten(
  { s3, bucket: Bucket }: ArchivePlace,
  deployment: string,
  last: number,
): Promise<RawPart[]> {
  const Prefix = partsPrefix(deployment)
  const found = new Map<number, RawPart>()
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
    for (const { Key = '', LastModified } of Contents) {
      const [from = 0, to = 0] = Key.slice(Prefix.length).split('-').map(Number)
      if (to <= last && Date.now() - Number(LastModified ?? 0) < freshMs)
        found.set(from, { first: from, last: to, key: Key })
    }
  }
  const parts: RawPart[] = []
  for (let part = found.get(1); part; part = found.get(part.last + 1)) parts.push(part)
  return parts
}

/** What is copied within S3 at once. */
const copiesAtOnce = 8

/** Makes one object of parts and of what follows them; none of the parts passes through here. */
export async function joinParts(
  { s3 }: ArchivePlace,
  target: Pick<PutObjectCommandInput, 'Bucket' | 'Key' | 'ContentType'>,
  parts: readonly RawPart[],
  rest: Buffer,
): Promise<void> {
  const { Bucket, Key } = target
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target))
  const upload = { Bucket, Key, UploadId }
  try {
    const Parts: { PartNumber: number; ETag: string | undefined }[] = []
    for (let at = 0; at < parts.length; at += copiesAtOnce) {
      const copies = parts.slice(at, at + copiesAtOnce).map(async ({ key }, index) => {
        const PartNumber = at + index + 1
        const copy = { ...upload, PartNumber, CopySource: `${Bucket}/${key}` }
        const { CopyPartResult } = await s3.send(new UploadPartCopyCommand(copy))
        Parts.push({ PartNumber, ETag: CopyPartResult?.ETag })
      })
      await Promise.all(copies)
    }
    if (rest.length > 0) {
      const PartNumber = parts.length + 1
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body: rest }))
      Parts.push({ PartNumber, ETag })
    }
    Parts.sort((a, b) => a.PartNumber - b.PartNumber)
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }))
  } catch (error) {
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => {})
    throw error
  }
}
