import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ECSClient } from '@aws-sdk/client-ecs'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { AwsCloudOperations } from '../../adapters/aws/cloud-operations.ts'
import { Connections } from '../../adapters/aws/connections.ts'
import { createJobOrders } from '../../adapters/aws/job-orders.ts'
import { createJobRunner } from '../../adapters/aws/job-runner.ts'
import { LiveTickets } from '../../adapters/aws/live-tickets.ts'
import { type AwsLiveUpdates, createLiveUpdates } from '../../adapters/aws/live-updates.ts'
import { type Post, postToConnection } from '../../adapters/aws/post-to-connection.ts'
import { createAwsStores } from '../../adapters/aws/stores.ts'
import { openTable } from '../../adapters/aws/table/open-table.ts'
import { AwsTargetAccounts } from '../../adapters/aws/target-accounts.ts'
import { HttpSourceHost } from '../../adapters/git/http/source-host.ts'
import { treeOf } from '../../adapters/git/http/tree-reader.ts'
import { OctokitGitHub } from '../../adapters/github/github.ts'
import { GitHubPeople } from '../../adapters/github/people-host.ts'
import { TrellisError } from '../../core/errors.ts'
import { cloneCredential } from '../../core/github/clone-credential.ts'
import { signInApp } from '../../core/github/open-connection.ts'
import type { Limits, Ports } from '../../core/ports/ports.ts'
import { detectorOf } from '../detector.ts'
import type { Settings } from './settings.ts'
import { createWatchers, type Watchers } from './watchers.ts'

export interface Composed {
  ports: Ports & { live: AwsLiveUpdates }
  connections: Connections
  tickets: LiveTickets
  watchers: Watchers
  post: Post
  /** Goes on with what was interrupted, and forgets what has ended. */
  tidy(): Promise<void>
}

/** The parts of Trellis in an AWS account, made once for each Lambda that lives. */
export async function composePorts(
  settings: Settings,
  onProblem: (error: unknown, doing: string) => void,
): Promise<Composed> {
  const { table: name, bucket, dataKey, emulator, live } = settings
  const dynamo = new DynamoDBClient({})
  const s3 = new S3Client({ forcePathStyle: emulator !== null })
  const { tidy, installation, ...remembered } = createAwsStores({
    ...{ dynamo, s3, secrets: new SecretsManagerClient({}) },
    ...{ table: name, bucket, dataKey },
  })
  const table = openTable(dynamo, name)
  const connections = new Connections(table)
  const tickets = new LiveTickets(table)
  const watchers = createWatchers(remembered)
  const post = postToConnection(new ApiGatewayManagementApiClient({ endpoint: live.endpoint }))
  const stores = {
    ...remembered,
    live: createLiveUpdates({
      ...{ connections, post },
      mayHear: watchers.mayHear,
      onProblem: error => onProblem(error, 'live'),
    }),
  }
  const orders = createJobOrders(s3, bucket, { url: settings.machineUrl, runner: settings.runner })
  const github = new OctokitGitHub({ now: () => stores.clock.now() })
  const credentialFor = (repository: string) => cloneCredential({ ...stores, github }, repository)
  const source = new HttpSourceHost({ folder: join(tmpdir(), 'repositories'), credentialFor })
  return {
    connections,
    tickets,
    watchers,
    post,
    ports: {
      ...stores,
      jobs: createJobRunner(new ECSClient({}), orders, {
        ...{ cluster: settings.cluster, taskDefinition: settings.taskDefinition, container: settings.container },
        ...{ subnets: settings.subnets, securityGroups: [settings.securityGroup] },
        ...{ patienceMs: 10_000, pauseMs: 500 },
      }),
      source,
      detector: detectorOf(async ({ repository, commit }, look) =>
        look(await treeOf(source.repository(repository), commit)),
      ),
      github,
      people: new GitHubPeople({ now: () => stores.clock.now(), app: () => signInApp(stores) }),
      targets: new AwsTargetAccounts({ now: () => stores.clock.now(), defaultRegion: process.env.AWS_REGION }),
      cloud: new AwsCloudOperations(bootstrapElsewhere),
      installation: await installation(),
      site: () => settings.url,
      limits,
    },
    tidy: async () => {
      const now = stores.clock.now()
      await tidy()
      await stores.sessions.prune(now)
      await tickets.prune(now)
      await connections.prune(now)
    },
  }
}

/** What is looked at once a minute may take a little longer than on a machine of its own. */
const limits: Limits = {
  builds: null,
  lease: 90_000,
  obey: 30_000,
  settleAttempt: 45_000,
  settleGiveUp: 60 * 60_000,
  artifacts: 10,
}

/** The CDK is larger than a Lambda of this kind. */
const bootstrapElsewhere = async ({ accountId, region }: { accountId: string; region: string }): Promise<never> => {
  throw new TrellisError(
    'account_not_bootstrapped',
    'Trellis in AWS prepares no account for the CDK.',
    `Run \`npx cdk bootstrap aws://${accountId}/${region}\` where you are signed in to that account.`,
  )
}
