import { join } from 'node:path'
import { CfnOutput, Duration, Stack, type StackProps, Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Lambda } from './bundle.ts'
import { Alarms } from './constructs/alarms.ts'
import { BuildMachine } from './constructs/build-machine.ts'
import { Control } from './constructs/control.ts'
import { DataKey } from './constructs/data-key.ts'
import { Domain } from './constructs/domain.ts'
import { TrellisFunction } from './constructs/function.ts'
import { Api } from './constructs/http-api.ts'
import { LiveApi } from './constructs/live-api.ts'
import { Network } from './constructs/network.ts'
import { Objects } from './constructs/objects.ts'
import { Records } from './constructs/records.ts'
import { Site } from './constructs/site.ts'
import { WakeUps } from './constructs/wake-ups.ts'

export interface TrellisStackProps extends StackProps {
  /** Where the bundles of the Lambdas are, each in a folder of its name, and that of the runner. */
  bundles: string
  version: string
}

/** An installation of Trellis. */
export class TrellisStack extends Stack {
  constructor(scope: Construct, id: string, { bundles, version, ...props }: TrellisStackProps) {
    // `uninstall` takes it away; nobody else removes an installation by mistake.
    super(scope, id, { terminationProtection: true, ...props })
    const records = new Records(this, 'Records')
    const objects = new Objects(this, 'Objects')
    const dataKey = new DataKey(this, 'DataKey')
    const network = new Network(this, 'Network')
    const machine = new BuildMachine(this, 'BuildMachine', { network, runner: join(bundles, 'runner.tgz') })
    const api = new Api(this, 'Api')
    const live = new LiveApi(this, 'Live')
    const site = new Site(this, 'Site', { api: api.host, live: live.api.apiEndpoint })
    const domain = new Domain(this, 'Domain', site.distribution)
    const { role, answering, working, watching } = new Control(this, 'Control')
    for (const part of [records, live]) for (const one of [answering, working, watching]) part.allow(one)
    for (const part of [objects, dataKey]) for (const one of [answering, working]) part.allow(one)
    machine.allow(working)
    objects.allowOrders(working)
    objects.allowReadingLogs(watching)

    const outputs = {
      TableName: records.table.tableName,
      BucketName: objects.bucket.bucketName,
      DataKeyId: dataKey.secret.secretArn,
      Cluster: machine.cluster.clusterName,
      TaskDefinition: machine.tasks.arm64.attrTaskDefinitionArn,
      Subnets: network.vpc.publicSubnets.map(subnet => subnet.subnetId).join(','),
      SecurityGroup: network.securityGroup.securityGroupId,
      Url: domain.urlOr(site.url),
      SiteHost: site.distribution.distributionDomainName,
      ApiUrl: api.url,
      SiteBucket: site.bucket.bucketName,
      LiveUrl: live.url,
      Version: version,
    }
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value })

    const environment = {
      TRELLIS_TABLE: outputs.TableName,
      TRELLIS_BUCKET: outputs.BucketName,
      TRELLIS_DATA_KEY: outputs.DataKeyId,
      TRELLIS_CLUSTER: outputs.Cluster,
      TRELLIS_TASK_ARM64: outputs.TaskDefinition,
      TRELLIS_TASK_X86: machine.tasks.x86.attrTaskDefinitionArn,
      TRELLIS_CONTAINER: machine.container,
      TRELLIS_RUNNER: `${machine.runner.s3BucketName}/${machine.runner.s3ObjectKey}`,
      TRELLIS_SUBNETS: outputs.Subnets,
      TRELLIS_SECURITY_GROUP: outputs.SecurityGroup,
      TRELLIS_TARGETS: role.roleArn,
      TRELLIS_URL: outputs.Url,
      TRELLIS_API_URL: outputs.ApiUrl,
      TRELLIS_LIVE_URL: outputs.LiveUrl,
    }
    const lambda = (name: Lambda, description: string, memory: number, timeout: Duration) => {
      const id = `${name[0]?.toUpperCase()}${name.slice(1)}Function`
      const code = join(bundles, name)
      const whose = { http: answering, live: watching, worker: working }[name]
      return new TrellisFunction(this, id, { description, code, role: whose, environment, memory, timeout }).lambda
    }
    const http = lambda('http', 'The API of Trellis', 1_024, Duration.seconds(29))
    const watch = lambda('live', 'The live stream of Trellis', 512, Duration.seconds(29))
    const worker = lambda('worker', 'What Trellis does without being asked', 512, Duration.minutes(5))
    api.serveBy(http)
    live.serveBy(watch)
    new WakeUps(this, 'WakeUps', { worker, role: working, table: records.table, cluster: machine.cluster })
    new Alarms(this, 'Alarms', { api: http, live: watch, worker })
    // By which an installation is known from any other stack.
    Tags.of(this).add('trellis', 'installation')
  }
}
