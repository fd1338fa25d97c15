import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ECSClient } from '@aws-sdk/client-ecs'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { AwsCloudOperations } from '../../adapters/aws/cloud-operations.ts'
import { createJobOrders } from '../../adapters/aws/job-orders.ts'
import { createJobRunner } from '../../adapters/aws/job-runner.ts'
import { publishTemplates } from '../../adapters/aws/published-templates.ts'
import { createAwsStores } from '../../adapters/aws/stores.ts'
import { AwsTargetAccounts } from '../../adapters/aws/target-accounts.ts'
import { HttpSourceHost } from '../../adapters/git/http/source-host.ts'
import { treeOf } from '../../adapters/git/http/tree-reader.ts'
import { OctokitGitHub } from '../../adapters/github/github.ts'
import { GitHubPeople } from '../../adapters/github/people-host.ts'
import { cloneCredential } from '../../core/github/clone-credential.ts'
import { signInApp } from '../../core/github/open-connection.ts'
import type { CloudOperations } from '../../core/ports/cloud-operations.ts'
import type { Ports } from '../../core/ports/ports.ts'
import { detectorOf } from '../detector.ts'
import { composeLive, type LiveParts, type OnProblem } from './compose-live.ts'
import { limits, logsStay, machineStart } from './limits.ts'
import type { Settings } from './settings.ts'

export interface Composed extends Omit<LiveParts, 'live'> {
  ports: Ports & Pick<LiveParts, 'live'>
  /** Goes on with what was interrupted, and forgets what has ended. */
  tidy(): Promise<void>
  /** Moves old logs to S3. */
  archive(hasTime: () => boolean): Promise<void>
}

const nobodyAsks = async (): Promise<never> => {
  throw new Error('This function prepares no accounts')
}

/**
 * The parts of Trellis in an AWS account, made once for each Lambda that lives.
 * @param bootstrap of the one that answers people
 */
export async function composePorts(
  settings: Settings,
  onProblem: OnProblem,
  bootstrap: CloudOperations['bootstrap'] = nobodyAsks,
): Promise<Composed> {
  const dynamo = new DynamoDBClient({})
  const s3 = new S3Client({ forcePathStyle: settings.emulator !== null })
  const { table, bucket, dataKey } = settings
  const secrets = new SecretsManagerClient({})
  const { tidy, archiveLogs, installation, ...remembered } = createAwsStores({
    dynamo,
    s3,
    secrets,
    table,
    bucket,
    dataKey,
  })
  const { live, ...watching } = composeLive(settings, { dynamo, ports: remembered }, onProblem)
  const stores = { ...remembered, live }
  const orders = createJobOrders(s3, bucket, { url: settings.machineUrl, runner: settings.runner })
  const github = new OctokitGitHub({ now: () => stores.clock.now() })
  const credentialFor = (repository: string) => cloneCredential({ ...stores, github }, repository)
  const source = new HttpSourceHost({ folder: join(tmpdir(), 'repositories'), credentialFor })
  return {
    ...watching,
    ports: {
      ...stores,
      jobs: createJobRunner(new ECSClient({}), orders, {
        ...{ cluster: settings.cluster, taskDefinitions: settings.taskDefinitions, container: settings.container },
        ...{ subnets: settings.subnets, securityGroups: [settings.securityGroup] },
        ...machineStart,
      }),
      source,
      detector: detectorOf(async ({ repository, commit }, look) =>
        look(await treeOf(source.repository(repository), commit)),
      ),
      github,
      people: new GitHubPeople({ now: () => stores.clock.now(), app: () => signInApp(stores) }),
      targets: new AwsTargetAccounts({
        now: () => stores.clock.now(),
        defaultRegion: process.env.AWS_REGION,
        keepsOwn: true,
        publish: publishTemplates(s3, bucket),
      }),
      cloud: new AwsCloudOperations(bootstrap),
      installation: await installation(),
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
