import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { explainWildcard } from './wildcards.ts'

/** What the adapters name their objects by, and what is done with them. */
const prefixes = ['artifacts', 'drafts', 'caches', 'templates', 'logs', 'raw']
const uses = {
  's3:GetObject': prefixes,
  's3:PutObject': prefixes,
  // The bucket forgets templates by itself.
  's3:DeleteObject': [...prefixes.filter(one => one !== 'templates'), 'orders'],
  // What is written in parts.
  's3:AbortMultipartUpload': ['drafts', 'raw'],
}

/** Artifacts, caches, old logs, and the orders of build machines. */
export class Objects extends Construct {
  readonly bucket: Bucket

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const day = Duration.days(1)
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // But for an attempt to install that fails.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [
        { id: 'broken-off', abortIncompleteMultipartUploadAfter: day },
        { id: 'drafts', prefix: 'drafts/', expiration: day },
        { id: 'orders', prefix: 'orders/', expiration: day },
        { id: 'templates', prefix: 'templates/', expiration: day },
        { id: 'raw', prefix: 'raw/', expiration: day },
        { id: 'caches', prefix: 'caches/', expiration: Duration.days(30) },
      ],
    })
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'A second bucket of access logs would cost more than this one holds; CloudTrail can log its objects.',
    })
  }

  allow(role: Role): void {
    const { bucketArn } = this.bucket
    for (const [action, where] of Object.entries(uses)) this.#allow(role, action, where)
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucketArn],
        conditions: { StringLike: { 's3:prefix': ['artifacts/*', 'caches/*', 'logs/*', 'raw/*'] } },
      }),
    )
  }

  /** Of the one that starts machines; that an order was taken anybody may say who may remove it. */
  allowOrders(role: Role): void {
    for (const action of ['s3:GetObject', 's3:PutObject']) this.#allow(role, action, ['orders'])
  }

  /** What watchers are shown of old logs. */
  allowReadingLogs(role: Role): void {
    this.#allow(role, 's3:GetObject', ['logs'])
  }

  #allow(role: Role, action: string, where: readonly string[]): void {
    const resources = where.map(prefix => this.bucket.arnForObjects(`${prefix}/*`))
    role.addToPolicy(new PolicyStatement({ actions: [action], resources }))
    const id = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket)
    for (const prefix of where) {
      explainWildcard(
        role,
        `<${id}.Arn>/${prefix}/*`,
        'Objects are named by what they hold; S3 tells them apart by prefix.',
      )
    }
  }
}
