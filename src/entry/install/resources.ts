export interface Resource {
  Type: string
  Properties?: Record<string, unknown>
  /** Not there without a domain, or without an image of one's own. */
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

/** What people call them; what is not here is a detail of what is. */
const words: Record<string, string> = {
  'AWS::ApiGatewayV2::Api': 'API of API Gateway',
  'AWS::CloudFront::Distribution': 'CloudFront distribution',
  'AWS::CloudWatch::Alarm': 'alarm',
  'AWS::DynamoDB::Table': 'DynamoDB table',
  'AWS::EC2::VPC': 'network without gateway',
  'AWS::ECS::Cluster': 'ECS cluster',
  'AWS::ECS::TaskDefinition': 'kind of build machine',
  'AWS::Events::Rule': 'EventBridge rule',
  'AWS::IAM::Role': 'IAM role',
  'AWS::Lambda::Function': 'Lambda function',
  'AWS::Logs::LogGroup': 'log group',
  'AWS::Route53::RecordSet': 'DNS record',
  'AWS::S3::Bucket': 'S3 bucket',
  'AWS::SecretsManager::Secret': 'secret',
}

/** By kind and count, those first that people know by name. */
export function kindsOf({ Resources }: Template): Kind[] {
  const counts = new Map<string, number>()
  for (const { Type } of Object.values(Resources)) {
    if (Type === 'AWS::CDK::Metadata') continue
    const kind = words[Type] ?? 'detail of these, such as a policy, route or subnet'
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const known = Object.values(words)
  const place = (kind: string) => (known.includes(kind) ? known.indexOf(kind) : known.length)
  return [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => place(a.kind) - place(b.kind))
}
