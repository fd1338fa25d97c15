import { readFileSync } from 'node:fs'
import { Aws, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { type CfnCluster, CfnTaskDefinition, Cluster } from 'aws-cdk-lib/aws-ecs'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import { Construct } from 'constructs'
import { BuildImage } from './build-image.ts'
import type { Network } from './network.ts'
import { explainWildcard } from './wildcards.ts'

export interface BuildMachineProps {
  network: Network
  /** The packed runner. */
  runner: string
}

/** What a machine runs: it gets the runner, and what it is to do. */
const start = readFileSync(new URL('../start-machine.mjs', import.meta.url), 'utf8')

/**
 * What a deployment runs in. The task has no role: what a build may do in the cloud it is told with its job, and a build that
 * breaks out of its sandbox finds no credentials to take.
 */
export class BuildMachine extends Construct {
  readonly cluster: Cluster
  /** A size is told when a task is run, an architecture is not. */
  readonly tasks: Record<'arm64' | 'x86', CfnTaskDefinition>
  readonly container = 'build'
  readonly runner: Asset
  readonly #executionRole: Role

  constructor(scope: Construct, id: string, { network, runner }: BuildMachineProps) {
    super(scope, id)
    this.cluster = new Cluster(this, 'Cluster', { vpc: network.vpc })
    // Of the cluster itself: for the construct's own way CloudFormation has a resource more.
    this.#cfnCluster.capacityProviders = ['FARGATE', 'FARGATE_SPOT']
    this.runner = new Asset(this, 'Runner', { path: runner })
    const logs = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.#executionRole = new Role(this, 'ExecutionRole', {
      description: 'Of ECS itself, to write what a machine says and to pull an image of your own',
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    })
    logs.grantWrite(this.#executionRole)
    const image = new BuildImage(this, 'Image', this.#executionRole).name
    const container: CfnTaskDefinition.ContainerDefinitionProperty = {
      name: this.container,
      image,
      essential: true,
      command: ['node', '--input-type=module', '-e', start],
      stopTimeout: 30,
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': logs.logGroupName,
          'awslogs-region': Stack.of(this).region,
          'awslogs-stream-prefix': 'build',
          // A second copy must not hold up a build: blocked in its output, a runner says nothing any more, and counts as lost.
          mode: 'non-blocking',
          // Lines are left out only where a build prints faster than CloudWatch takes them for longer than this lasts.
          'max-buffer-size': '25m',
        },
      },
    }
    const task = (id: string, architecture: 'ARM64' | 'X86_64') =>
      new CfnTaskDefinition(this, id, {
        family: `${Aws.STACK_NAME}-build-${architecture === 'ARM64' ? 'arm64' : 'x86'}`,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        // Where nothing else is asked for.
        cpu: '1024',
        memory: '4096',
        runtimePlatform: { cpuArchitecture: architecture, operatingSystemFamily: 'LINUX' },
        executionRoleArn: this.#executionRole.roleArn,
        containerDefinitions: [container],
      })
    this.tasks = { arm64: task('Task', 'ARM64'), x86: task('TaskX86', 'X86_64') }
    Validations.of(this.cluster).acknowledge({
      id: 'AwsSolutions-ECS4',
      reason: 'Container Insights would cost more than the builds; Trellis tells of each what became of it.',
    })
  }

  get #cfnCluster(): CfnCluster {
    return this.cluster.node.defaultChild as CfnCluster
  }

  allow(role: Role): void {
    const add = (statement: PolicyStatement) => role.addToPolicy(statement)
    const { clusterArn } = this.cluster
    const { partition, region, account } = Stack.of(this)
    const here = { ArnEquals: { 'ecs:cluster': clusterArn } }
    add(
      new PolicyStatement({
        actions: ['ecs:RunTask'],
        resources: Object.values(this.tasks).map(task => task.attrTaskDefinitionArn),
        conditions: here,
      }),
    )
    const everyTask = [`arn:${partition}:ecs:${region}:${account}:task/${this.cluster.clusterName}/*`]
    add(new PolicyStatement({ actions: ['ecs:StopTask', 'ecs:DescribeTasks'], resources: everyTask, conditions: here }))
    // Of an app and an environment, as they are started, and never afterwards.
    const starting = { StringEquals: { 'ecs:CreateAction': 'RunTask' } }
    add(new PolicyStatement({ actions: ['ecs:TagResource'], resources: everyTask, conditions: starting }))
    // To sign the URL by which a machine gets it.
    const { bucket, s3ObjectKey } = this.runner
    const runner = bucket.arnForObjects(s3ObjectKey)
    add(new PolicyStatement({ actions: ['s3:GetObject'], resources: [runner] }))
    // Where whoever prepared the account gave the CDK's bucket a key of their own. S3 names the object, or the bucket if it has a key for all.
    const keys = `arn:${partition}:kms:${region}:${account}:key/*`
    const forIt = {
      'kms:ViaService': `s3.${region}.${Aws.URL_SUFFIX}`,
      'kms:EncryptionContext:aws:s3:arn': [runner, bucket.bucketArn],
    }
    add(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [keys], conditions: { StringEquals: forIt } }))
    add(new PolicyStatement({ actions: ['ecs:ListTasks'], resources: ['*'], conditions: here }))
    add(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.#executionRole.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }),
    )
    const id = Stack.of(this).getLogicalId(this.#cfnCluster)
    const tasks = `arn:<AWS::Partition>:ecs:<AWS::Region>:<AWS::AccountId>:task/<${id}>/*`
    explainWildcard(role, tasks, 'ECS names tasks when it starts them; only those of this cluster are meant.')
    const anyKey = 'arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*'
    explainWildcard(
      role,
      anyKey,
      'Which key the bucket of the CDK has is known to the account; only its packed runner is meant.',
    )
    explainWildcard(role, '*', 'ecs:ListTasks knows no resources; its condition names the cluster.')
  }
}
