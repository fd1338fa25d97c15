import {
  GetBucketPolicyCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { clientConfig } from '../../support/emulator.ts'

/** The bucket that browsers get the dashboard from. */
export class Pages {
  readonly #client: S3Client
  readonly #bucket: string

  constructor(endpoint: string, bucket: string) {
    this.#client = new S3Client({ ...clientConfig({ endpoint }), forcePathStyle: true })
    this.#bucket = bucket
  }

  async names(): Promise<(string | undefined)[]> {
    const { Contents = [] } = await this.#client.send(new ListObjectsV2Command({ Bucket: this.#bucket }))
    return Contents.map(one => one.Key)
  }

  async put(name: string): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: name, Body: name }))
  }

  /** The emulator's CloudFront reads by plain HTTP, which the bucket refuses: whom else it lets in stays as it is. */
  async letInWithoutTls(): Promise<void> {
    const Bucket = this.#bucket
    const { Policy = '{}' } = await this.#client.send(new GetBucketPolicyCommand({ Bucket }))
    const { Statement, ...rest }: { Statement: { Effect: string }[] } = JSON.parse(Policy)
    const allowed = Statement.filter(one => one.Effect === 'Allow')
    const changed = JSON.stringify({ ...rest, Statement: allowed })
    await this.#client.send(new PutBucketPolicyCommand({ Bucket, Policy: changed }))
  }

  close(): void {
    this.#client.destroy()
  }
}
