import { clientConfig } from '../../runner/cdk/aws-client.ts'
import { deleteLeftover } from '../../runner/cdk/delete-leftover.ts'
import { contentOf, type Leftover, skipped, unique } from '../../runner/cdk/leftovers.ts'
import type { Session } from '../../runner/cdk/session.ts'
import { unheld } from '../../runner/cdk/settle-leftovers.ts'
import { tagsOf } from '../../runner/cdk/stacks.ts'
import type { Say } from './cloud.ts'

interface StackPlace {
  id: string
  name: string
}

/** What of the data of a stack stays when it goes, or stayed already when an attempt to make it was undone. Read before it goes. */
export async function dataOf(session: Session, stack: StackPlace): Promise<Leftover[]> {
  const place = { ...stack, region: undefined }
  const { kept } = await contentOf(session.stacks, place)
  return there(session, unique([...kept, ...(await skipped(session.stacks, place))]))
}

/** What removals left of installations of that name. CloudFormation remembers for 90 days, and so does this. */
export async function dataBefore(session: Session, name: string): Promise<Leftover[]> {
  const gone = await session.stacks.deleted(name)
  const ours = gone.filter(one => tagsOf(one).trellis === 'installation')
  const left = await Promise.all(
    ours.map(one => skipped(session.stacks, { id: one.StackId ?? '', name, region: undefined })),
  )
  const found = await there(session, unique(left.flat()))
  // Somebody may have imported it into a stack of their own.
  return unheld(session, found)
}

export async function deleteData(session: Session, data: readonly Leftover[], say: Say): Promise<void> {
  for (const one of data) {
    say(`Deleting ${one.id}.`)
    await deleteLeftover(session, one)
  }
}

/** Of what the events of a stack name, some may be gone since. Whatever is no data goes with what it belongs to. */
async function there(session: Session, named: Leftover[]): Promise<Leftover[]> {
  const config = clientConfig(session.access, undefined)
  const found = await Promise.all(
    named.map(async one => ((await looks[one.type]?.(one.id, config).catch(absent)) ?? false) && one),
  )
  return found.filter(one => one !== false)
}

type Look = (id: string, config: ReturnType<typeof clientConfig>) => Promise<boolean>

const looks: Readonly<Record<string, Look>> = {
  'AWS::DynamoDB::Table': async (id, config) => {
    const { DescribeTableCommand, DynamoDBClient } = await import('@aws-sdk/client-dynamodb')
    const { Table } = await new DynamoDBClient(config).send(new DescribeTableCommand({ TableName: id }))
    return Table?.TableStatus !== 'DELETING'
  },
  'AWS::S3::Bucket': async (id, config) => {
    const { HeadBucketCommand, S3Client } = await import('@aws-sdk/client-s3')
    await new S3Client({ ...config, forcePathStyle: 'endpoint' in config }).send(new HeadBucketCommand({ Bucket: id }))
    return true
  },
  'AWS::SecretsManager::Secret': async (id, config) => {
    const { DescribeSecretCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
    const { DeletedDate } = await new SecretsManagerClient(config).send(new DescribeSecretCommand({ SecretId: id }))
    return DeletedDate === undefined
  },
}

const noSuch = new Set(['ResourceNotFoundException', 'NoSuchBucket', 'NotFound'])

function absent(error: unknown): false {
  if (error instanceof Error && noSuch.has(error.name)) return false
  throw error
}
