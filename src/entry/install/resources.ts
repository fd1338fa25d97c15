export interface Resource {
  Type: string
  Properties?: Record<string, unknown>
  /** Not there without a domain, an image of one's own, or a reader of alarms. */
  Condition?: string
}

export interface Template {
  Resources: Record<string, Resource>
  Outputs?: Record<string, { Value?: { Ref?: string } }>
}

export interface Kind {
  kind: string
  count: number
}

/** What people call one of them, and several; what is not here is a detail of what is. */
const words: Record<string, readonly [one: string, several: string]> = {
  'AWS::ApiGatewayV2::Api': ['API of API Gateway', 'APIs of API Gateway'],
  'AWS::CloudFront::Distribution': ['CloudFront distribution', 'CloudFront distributions'],
  'AWS::CloudWatch::Alarm': ['alarm', 'alarms'],
  'AWS::DynamoDB::Table': ['DynamoDB table', 'DynamoDB tables'],
  'AWS::EC2::VPC': ['network without NAT gateway', 'networks without NAT gateway'],
  'AWS::ECS::Cluster': ['ECS cluster', 'ECS clusters'],
  'AWS::ECS::TaskDefinition': ['kind of build machine', 'kinds of build machine'],
  'AWS::Events::Rule': ['EventBridge rule', 'EventBridge rules'],
  'AWS::IAM::Role': ['IAM role', 'IAM roles'],
  'AWS::Lambda::Function': ['Lambda function', 'Lambda functions'],
  'AWS::Logs::LogGroup': ['log group', 'log groups'],
  'AWS::Route53::RecordSet': ['DNS record', 'DNS records'],
  'AWS::S3::Bucket': ['S3 bucket', 'S3 buckets'],
  'AWS::SecretsManager::Secret': ['secret', 'secrets'],
  'AWS::SNS::Topic': ['topic for alarms', 'topics for alarms'],
}

/** By kind and count, those first that people know by name. */
export function kindsOf({ Resources }: Template): Kind[] {
  const counts = new Map<string, number>()
  for (const { Type } of Object.values(Resources)) {
    if (Type === 'AWS::CDK::Metadata') continue
    const type = Type in words ? Type : ''
    counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  const known = [...Object.keys(words), '']
  const details = [
    'detail of these, such as a policy, route or subnet',
    'details of these, such as policies, routes and subnets',
  ]
  return [...counts]
    .sort(([a], [b]) => known.indexOf(a) - known.indexOf(b))
    .map(([type, count]) => ({ kind: (words[type] ?? details)[count === 1 ? 0 : 1] ?? '', count }))
}
