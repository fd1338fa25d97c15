import type { Failure } from '../../contract/deployment.ts'
import type { JobSpec, Naming } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'
import { type AssemblyFiles, type AssemblyStack, stacksOf } from './assembly.ts'
import { templatesWithin } from './export-names.ts'
import { objectAt, textAt } from './json.ts'

export type FixedName = Naming['fixedNames'][number]

/** The property that gives a resource its physical name, where it is not simply `<Kind>Name` such as TableName of a Table. */
const namedOtherwise: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': '',
  'AWS::ApiGatewayV2::Api': '',
  'AWS::Athena::WorkGroup': 'Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::CodeBuild::Project': 'Name',
  'AWS::CodePipeline::Pipeline': 'Name',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::ECS::Service': '',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Glue::Job': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Pipes::Pipe': 'Name',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SSM::Parameter': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::WAFv2::WebACL': 'Name',
}

/** Names of these hold in the whole account (of a bucket: in the world), those of all others in one region. */
const accountWide = /^AWS::(IAM|S3|CloudFront|Route53)::/

function propertyOf(type: string): string {
  return namedOtherwise[type] ?? `${type.split('::').at(-1)}Name`
}

/** Physical names written into the templates as literals: each exists only once, whatever the stack is called. */
export function findFixedNames(files: AssemblyFiles, deployedName: (stack: AssemblyStack) => string): FixedName[] {
  return stacksOf(files).flatMap(stack =>
    [stack.template, ...templatesWithin(files, stack)].flatMap(path =>
      Object.entries(objectAt(files.get(path), 'Resources')).flatMap(([logicalId, resource]) => {
        const type = textAt(resource, 'Type') ?? ''
        const property = propertyOf(type)
        const name = type.startsWith('AWS::') && property && textAt(objectAt(resource, 'Properties'), property)
        return name ? [{ stack: deployedName(stack), logicalId, type, property, name }] : []
      }),
    ),
  )
}

/** The first name that another environment of the app already holds. */
export function findCollision(
  mine: Pick<Naming, 'accountId' | 'region' | 'fixedNames'>,
  siblings: JobSpec['siblings'],
): Failure | undefined {
  for (const { environment, naming } of siblings) {
    if (naming?.accountId !== mine.accountId) continue
    const taken = new Set(
      naming.fixedNames
        .filter(({ type }) => naming.region === mine.region || accountWide.test(type))
        .map(({ type, name }) => `${type} ${name}`),
    )
    const hit = mine.fixedNames.find(({ type, name }) => taken.has(`${type} ${name}`))
    if (!hit) continue
    return failure(
      'fixed_name_collision',
      null,
      `${hit.property} of ${hit.logicalId} (${hit.type}) in ${hit.stack} is fixed to "${hit.name}", which the environment ${environment} of the same account already uses.`,
      `Remove ${hit.property} from the code, so that CloudFormation makes a name, or make it differ by TRELLIS_ENVIRONMENT.`,
    )
  }
  return undefined
}
