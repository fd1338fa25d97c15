import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { BuildMachine } from './constructs/build-machine.ts'
import { Control } from './constructs/control.ts'
import { DataKey } from './constructs/data-key.ts'
import { Network } from './constructs/network.ts'
import { Objects } from './constructs/objects.ts'
import { Records } from './constructs/records.ts'

/** Has git, Python and Node 24, for both architectures. */
const baseImage = 'public.ecr.aws/docker/library/node:24-bookworm'

/**
 * An installation of Trellis, as far as it stands: what it remembers in and builds with. The Lambdas, the APIs and the dashboard
 * are not here yet.
 */
export class TrellisStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props)
    const records = new Records(this, 'Records')
    const objects = new Objects(this, 'Objects')
    const dataKey = new DataKey(this, 'DataKey')
    const network = new Network(this, 'Network')
    const machine = new BuildMachine(this, 'BuildMachine', { network, image: baseImage, architecture: 'ARM64' })
    const control = new Control(this, 'Control')
    for (const part of [records, objects, dataKey, machine]) part.allow(control.role)

    const outputs = {
      TableName: records.table.tableName,
      BucketName: objects.bucket.bucketName,
      DataKeyId: dataKey.secret.secretArn,
      Cluster: machine.cluster.clusterName,
      TaskDefinition: machine.task.attrTaskDefinitionArn,
      Subnets: network.vpc.publicSubnets.map(subnet => subnet.subnetId).join(','),
      SecurityGroup: network.securityGroup.securityGroupId,
    }
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value })
  }
}
