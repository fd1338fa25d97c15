import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { getMimeType } from 'hono/utils/mime'
import { clientConfig } from '../../runner/cdk/aws-client.ts'
import type { Cloud, Say } from './cloud.ts'
import { type Builds, follow, listName, outdated } from './dashboard-builds.ts'
import type { DashboardFiles } from './dashboard-files.ts'

/** Named by their content: under one name there is never anything else. */
const isAsset = (name: string): boolean => name.startsWith('assets/')

/**
 * Brings the pages of this Trellis to where browsers get them: first what they load, then the pages themselves, so that none names what
 * is not there. The build before stays beside the new one; what is older goes.
 */
export async function publishDashboard({ access }: Cloud, bucket: string, { folder, names }: DashboardFiles, say: Say) {
  const client = new S3Client({ ...clientConfig(access, undefined), forcePathStyle: access.endpointUrl !== null })
  const put = async (name: string, body: string | Buffer) => {
    const ContentType = getMimeType(name) ?? 'application/octet-stream'
    const CacheControl = isAsset(name) ? 'public, max-age=31536000, immutable' : 'no-cache'
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body: body, ContentType, CacheControl }))
  }
  try {
    const there = await namesIn(client, bucket)
    const earlier = await buildsIn(client, bucket)
    const assets = names.filter(name => isAsset(name) && !there.has(name))
    const pages = names
      .filter(name => !isAsset(name))
      .sort((a, b) => Number(a === 'index.html') - Number(b === 'index.html'))
    say(`Uploading the dashboard: ${assets.length + pages.length} files.`)
    await inTurns(assets, async name => put(name, await readFile(join(folder, name))))
    for (const name of pages) await put(name, await readFile(join(folder, name)))
    const builds = follow(earlier, names)
    await put(listName, JSON.stringify(builds))
    await inTurns(outdated(there, builds), async Key => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
    })
  } finally {
    client.destroy()
  }
}

async function namesIn(client: S3Client, Bucket: string): Promise<Set<string>> {
  const names = new Set<string>()
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    for (const { Key } of Contents) if (Key) names.add(Key)
  }
  return names
}

async function buildsIn(client: S3Client, Bucket: string): Promise<Builds> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: listName }))
    return JSON.parse((await Body?.transformToString()) ?? '') as Builds
  } catch (error) {
    if (error instanceof NoSuchKey) return { newest: [], before: [] }
    throw error
  }
}

/** Some at a time: S3 takes them sooner than the network brings them. */
async function inTurns(names: string[], work: (name: string) => Promise<void>): Promise<void> {
  const left = [...names]
  const worker = async () => {
    for (let name = left.shift(); name; name = left.shift()) await work(name)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}
