import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { isAbsent, signedDownload } from './signed-urls.ts'

/**
 * What a build machine is told when it starts. It has no standard input, and what stands in a task can be read by everybody who may
 * look at tasks, for as long as ECS shows it. So the job token lies in an object, and the task knows a URL that is soon worth nothing.
 */
export interface JobOrders {
  /** @returns where it can be read for some minutes. */
  put(deployment: string, token: string): Promise<string>
  /** Whether a machine was ordered with this very token. */
  holds(deployment: string, token: string): Promise<boolean>
  /** No-op when there is none. */
  remove(deployment: string): Promise<void>
}

/** What every machine is told. */
export interface MachineFacts {
  /** Of the API. */
  url: string
  /** Where the packed runner lies. */
  runner: { bucket: string; key: string }
}

export function createJobOrders(client: S3Client, bucket: string, { url, runner }: MachineFacts): JobOrders {
  const keyOf = (deployment: string): string => `orders/${deployment}`
  return {
    async put(deployment, token) {
      const place = { Bucket: bucket, Key: keyOf(deployment) }
      const Body = JSON.stringify({
        url,
        deployment,
        token,
        runner: await signedDownload(client, { Bucket: runner.bucket, Key: runner.key }),
      })
      await client.send(new PutObjectCommand({ ...place, Body, ContentType: 'application/json' }))
      return signedDownload(client, place)
    },
    async holds(deployment, token) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(deployment) }))
        const order: { token?: unknown } = JSON.parse((await Body?.transformToString()) ?? '{}')
        return order.token === token
      } catch (error) {
        if (isAbsent(error)) return false
        throw error
      }
    },
    async remove(deployment) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(deployment) }))
    },
  }
}
