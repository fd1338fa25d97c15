import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3'
import { BatchDeleteRequest, PutItemCommand, QueryCommand } from 'dynamodb-toolbox'
import { TrellisError } from '../../../core/errors.ts'
import { archivedLogItem, archiveOf, type Member } from '../items/archived-log.ts'
import { isAbsent } from '../signed-urls.ts'
import { deleteAll } from '../table/delete-all.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { sortable } from '../table/positions.ts'
import { onCondition } from '../table/write.ts'
import type { UnpackedChunk } from './log-chunk.ts'
import type { Pack } from './pack-chunks.ts'

/** What is asked for at once: enough for a page, and little to hold. */
const membersAtOnce = 8

export interface Archived {
  first: number
  last: number
  object: string
  bytes: number
  members: Member[]
}

/** Where the old part of each log lies. */
export interface ArchivePlace {
  s3: S3Client
  bucket: string
}

export const archivePrefix = (deployment: string): string => `logs/${deployment}/`
/** Of whole logs as text, made when they are wanted. */
export const rawPrefix = (deployment: string): string => `raw/${deployment}/`

/**
 * The lines that lie in S3: objects that are gzip files as any other, of members that can be read each by itself, and for each object
 * an item that says where they begin. An object is named by its content: whoever writes one writes over nothing else.
 */
export class LogArchive {
  readonly #table: RecordsTable
  readonly #items: ReturnType<typeof archivedLogItem>
  readonly #place: ArchivePlace

  constructor(table: RecordsTable, place: ArchivePlace) {
    this.#table = table
    this.#items = archivedLogItem(table)
    this.#place = place
  }

  /** The newest that begins no later than a line; null: there is none. */
  async upTo(deployment: string, seq = Number.MAX_SAFE_INTEGER): Promise<Archived | null> {
    const query = this.#table.build(QueryCommand).entities(this.#items)
    const before = query.query({ partition: archiveOf(deployment), range: { lte: sortable(seq) } })
    return (await before.options({ consistent: true, reverse: true, limit: 1 }).send()).Items?.[0] ?? null
  }

  /** Some consecutive lines after the other, from the one that holds `at` on, by as few questions as hold little at once. */
  async *from(archived: Archived, at: number, direction: 'forward' | 'backward'): AsyncGenerator<UnpackedChunk> {
    const { members, bytes } = archived
    const forward = direction === 'forward'
    const end = (index: number) => members[index + 1]?.[1] ?? bytes
    const held = Math.max(
      0,
      members.findLastIndex(([first]) => first <= at),
    )
    for (let index = held; index >= 0 && index < members.length; ) {
      const other = forward
        ? Math.min(index + membersAtOnce, members.length) - 1
        : Math.max(index - membersAtOnce + 1, 0)
      const [low, high] = forward ? [index, other] : [other, index]
      const begin = members[low]?.[1] ?? 0
      const read = await this.#read(archived, begin, end(high))
      const chunks = members.slice(low, high + 1).map(([first, offset], place) => ({
        ...{ first, edge: at },
        json: gunzipSync(read.subarray(offset - begin, end(low + place) - begin)).toString(),
      }))
      yield* forward ? chunks : chunks.reverse()
      index = forward ? high + 1 : low - 1
    }
  }

  /** Object first, then the item that leads to it. @returns false: somebody else archived from the same line on. */
  async add(deployment: string, { content, first, last, members }: Pack): Promise<boolean> {
    const digest = createHash('sha256').update(content).digest()
    const object = `${archivePrefix(deployment)}${sortable(first)}-${digest.toString('hex').slice(0, 32)}.gz`
    const { s3, bucket: Bucket } = this.#place
    // S3 keeps nothing that is not what was sent.
    const sum = { ChecksumSHA256: digest.toString('base64'), ContentType: 'application/gzip' }
    await s3.send(new PutObjectCommand({ Bucket, Key: object, Body: content, ...sum }))
    const item = { deployment, first, last, object, bytes: content.length, members }
    const condition = { attr: 'first', exists: false } as const
    return onCondition(this.#items.build(PutItemCommand).item(item).options({ condition }))
  }

  /** Objects by listing: one that was written when its writer ended has no item. */
  async remove(deployment: string): Promise<void> {
    const query = this.#table
      .build(QueryCommand)
      .entities(this.#items)
      .query({ partition: archiveOf(deployment) })
    const all = { consistent: true, attributes: ['deployment' as const, 'first' as const] }
    const { Items = [] } = await query.options({ ...all, maxPages: Number.POSITIVE_INFINITY }).send()
    await deleteAll(
      this.#table,
      Items.map(key => this.#items.build(BatchDeleteRequest).key(key)),
    )
    const { s3: client, bucket: Bucket } = this.#place
    for (const Prefix of [archivePrefix(deployment), rawPrefix(deployment)]) {
      for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
        const Objects = (page.Contents ?? []).map(({ Key }) => ({ Key }))
        if (Objects.length === 0) continue
        const Delete = { Objects, Quiet: true }
        const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete }))
        if (Errors[0]) throw new Error(`${Errors.length} objects of a log could not be removed: ${Errors[0].Code}`)
      }
    }
  }

  async #read({ object, first, last }: Archived, begin: number, end: number): Promise<Buffer> {
    const { s3, bucket: Bucket } = this.#place
    try {
      const range = { Bucket, Key: object, Range: `bytes=${begin}-${end - 1}` }
      const { Body } = await s3.send(new GetObjectCommand(range))
      return Buffer.from((await Body?.transformToByteArray()) ?? [])
    } catch (error) {
      if (!isAbsent(error)) throw error
      throw new TrellisError(
        'internal',
        `The lines ${first} to ${last} of this log were archived, and ${object} is gone from the bucket.`,
        'CloudWatch Logs keeps what a build machine printed for a month.',
        { cause: error },
      )
    }
  }
}
