import { Aws, Tags, Validations } from 'aws-cdk-lib'
import { IpAddresses, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2'
import { Construct } from 'constructs'

/** Where build machines run: public subnets and nothing that costs while none does. Nobody comes in. */
export class Network extends Construct {
  readonly vpc: Vpc
  readonly securityGroup: SecurityGroup

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.90.0.0/20'),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'build', subnetType: SubnetType.PUBLIC, cidrMask: 22, mapPublicIpOnLaunch: false }],
      // It would take a Lambda of its own; nothing here uses the default group.
      restrictDefaultSecurityGroup: false,
    })
    this.securityGroup = new SecurityGroup(this, 'OutOnly', {
      vpc: this.vpc,
      description: 'Build machines reach out, and nobody reaches them',
      allowAllOutbound: true,
    })
    // By the installation rather than by the names of constructs, which those of another one bear as well.
    Tags.of(this).add('Name', `${Aws.STACK_NAME} build machines`, { priority: 300 })
    Validations.of(this.vpc).acknowledge({
      id: 'AwsSolutions-VPC7',
      reason: 'Builds reach out to package registries anywhere; logs of their packets would cost more than the builds.',
    })
  }
}
