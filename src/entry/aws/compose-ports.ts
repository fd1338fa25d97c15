import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { S3Client } from '@aws-sdk/client-s3'
import { AwsCloudOperations } from '../../adapters/aws/cloud-operations.ts'
import { createAwsStores } from '../../adapters/aws/stores.ts'
import { AwsTargetAccounts } from '../../adapters/aws/target-accounts.ts'
import { signInAt } from '../../adapters/github/sign-in-at.ts'
import { cloneCredential } from '../../core/github/clone-credential.ts'
import { signInApp } from '../../core/github/open-connection.ts'
import type { CloudOperations } from '../../core/ports/cloud-operations.ts'
import type { Detector } from '../../core/ports/detector.ts'
import type { GitHub } from '../../core/ports/github.ts'
import type { JobRunner } from '../../core/ports/job-runner.ts'
import type { PeopleHost } from '../../core/ports/people-host.ts'
import type { Ports } from '../../core/ports/ports.ts'
import type { SourceHost } from '../../core/ports/source-host.ts'
import { once, whenAsked } from '../../platform/when-asked.ts'
import { composeLive, type LiveParts, type OnProblem } from './compose-live.ts'
import { limits, logsStay } from './limits.ts'
import type { Settings } from './settings.ts'

export interface Composed extends Omit<LiveParts, 'live'> {
  ports: Ports & Pick<LiveParts, 'live'>
  /** Goes on with what was interrupted, and forgets what has ended. */
  tidy(): Promise<void>
  /** Moves old logs to S3. */
  archive(hasTime: () => boolean): Promise<void>
}

/** What the functions differ in. */
export interface Duties {
  /** Starts build machines, or knows of those that others started. */
  jobs(settings: Settings, s3: S3Client): Promise<JobRunner>
  /** As it says itself, before it is loaded. */
  elsewhere: boolean
  /** Of the one that answers people. */
  bootstrap?: CloudOperations['bootstrap']
}

const nobodyAsks = async (): Promise<never> => {
  throw new Error('This function prepares no accounts')
}

/**
 * The parts of Trellis in an AWS account, made once for each Lambda that lives. What the first call need not wait for is loaded when
 * somebody asks for it: a function starts with every call that finds no other free, and its user waits for that.
 */
export function composePorts(
  settings: Settings,
  onProblem: OnProblem,
  { jobs, elsewhere, bootstrap = nobodyAsks }: Duties,
): Composed {
  const dynamo = new DynamoDBClient({})
  const { table, bucket, dataKey } = settings
  const s3 = once(async () => {
    const { S3Client } = await import('../../adapters/aws/sdk/s3.ts')
    return new S3Client({ forcePathStyle: settings.emulator !== null })
  })
  const secrets = once(async () => new (await import('../../adapters/aws/sdk/secrets.ts')).SecretsManagerClient({}))
  const { tidy, archiveLogs, ...remembered } = createAwsStores({ dynamo, s3, secrets, table, bucket, dataKey })
  const { live, ...watching } = composeLive(settings, { dynamo, ports: remembered }, onProblem)
  const stores = { ...remembered, live }
  const now = () => stores.clock.now()
  const github = whenAsked<GitHub>(
    async () => new (await import('../../adapters/github/github.ts')).OctokitGitHub({ now }),
  )
  const app = () => signInApp(stores)
  const repositories = once(async () =>
    (await import('./compose-source.ts')).composeSource(repository =>
      cloneCredential({ ...stores, github }, repository),
    ),
  )
  return {
    ...watching,
    ports: {
      ...stores,
      jobs: whenAsked<JobRunner, 'sizes' | 'elsewhere'>(async () => jobs(settings, await s3()), {
        ...{ sizes: true, elsewhere },
      }),
      source: whenAsked<SourceHost>(async () => (await repositories()).source),
      detector: whenAsked<Detector>(async () => (await repositories()).detector),
      github,
      people: whenAsked<PeopleHost, 'signInAt'>(
        async () => new (await import('../../adapters/github/people-host.ts')).GitHubPeople({ now, app }),
        { signInAt: signInAt(app) },
      ),
      targets: new AwsTargetAccounts({
        now,
        defaultRegion: process.env.AWS_REGION,
        keepsOwn: true,
        door: settings.targets,
        async publish(template) {
          const { publishTemplates } = await import('../../adapters/aws/published-templates.ts')
          return publishTemplates(await s3(), bucket)(template)
        },
      }),
      cloud: new AwsCloudOperations(bootstrap),
      site: () => settings.url,
      trouble: onProblem,
      limits,
    },
    tidy: async () => {
      const now = stores.clock.now()
      await tidy()
      await stores.sessions.prune(now)
      await watching.tickets.prune(now)
      await watching.connections.prune(now)
    },
    archive: hasTime => archiveLogs(stores.clock.now() - logsStay, hasTime),
  }
}
