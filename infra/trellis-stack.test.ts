import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Match } from 'aws-cdk-lib/assertions'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { tableDescription } from '../src/adapters/aws/table/create-table.ts'
import type { Control } from './constructs/control.ts'
import { listed, propertiesOf as of, statements, synthesised, template } from './testing/template.ts'

test('no finding of cdk-nag is left unexplained, and a new one would be found', () => {
  assert.throws(
    () =>
      synthesised(stack => {
        const role = (stack.node.findChild('Control') as Control).answering
        role.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }))
      }),
    /Validation failed/,
  )
})

/** Properties whose value has to be the only one of its kind in a region, or in all of AWS. */
const names = /^((Table|Bucket|Function|Role|Cluster|LogGroup|Alarm|Group|Layer|Secret|Stream)Name|Family|Alias)$/
/** Of those they are called `Name`, at the top or in what configures them. */
const named = /::(CloudFront::.*|SecretsManager::Secret|Events::Rule|SSM::Parameter|SQS::Queue)$/

function fixedNames(type: string, properties: object, path = type): string[] {
  return Object.entries(properties).flatMap(([key, value]: [string, unknown]) => {
    const isName = names.test(key) || (key === 'Name' && named.test(type))
    const at = `${path}.${key}`
    if (isName) return /"(AWS::StackName|Fn::GetAtt)"|"Ref":"(?!AWS::)/.test(JSON.stringify(value)) ? [] : [at]
    return /Config$/.test(key) && value !== null && typeof value === 'object' ? fixedNames(type, value, at) : []
  })
}

test('a second installation in the account collides with nothing: what has a name has it from its stack, and nothing is exported', () => {
  const { Resources, Outputs } = template.toJSON() as Record<
    string,
    Record<string, { Type: string; Properties?: object }>
  >
  const all = Object.values(Resources ?? {})
  assert.deepEqual(
    all.flatMap(({ Type, Properties = {} }) => fixedNames(Type, Properties)),
    [],
  )
  assert.deepEqual(
    Object.values(Outputs ?? {}).filter(output => 'Export' in output),
    [],
  )
  const collides = { FunctionConfig: { Comment: '' }, Name: { 'Fn::Join': ['', [{ Ref: 'AWS::Region' }, '-routes']] } }
  assert.deepEqual(
    fixedNames('AWS::CloudFront::Function', collides),
    ['AWS::CloudFront::Function.Name'],
    'one is found',
  )
})

test('nothing runs or costs while nobody builds', () => {
  for (const type of [
    ...['AWS::EC2::NatGateway', 'AWS::EC2::EIP', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::Instance', 'AWS::ECS::Service'],
    ...['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::KMS::Key'],
  ]) {
    template.resourceCountIs(type, 0)
  }
  template.hasResourceProperties('AWS::DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST' })
})

test('nobody reaches a build machine', () => {
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0)
  template.allResourcesProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() })
})

test('functions run on Node 24 and arm64, and machines start in public subnets', () => {
  for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
    if (String(Properties.Handler).includes('__entrypoint__')) continue
    assert.deepEqual([Properties.Runtime, Properties.Architectures], ['nodejs24.x', ['arm64']])
  }
  const subnets = of('AWS::EC2::Subnet')
  const ways = of('AWS::EC2::Route').filter(one => one.GatewayId && one.DestinationCidrBlock === '0.0.0.0/0')
  assert.ok(subnets.length >= 2)
  assert.equal(ways.length, subnets.length)
})

test('a build machine runs in a public image or in one of one’s own, which ECS may pull where its repository is named', () => {
  const own = Match.stringLikeRegexp('^BuildMachineImageOwn')
  const Image = { 'Fn::If': [own, { Ref: 'Image' }, 'public.ecr.aws/docker/library/node:24-bookworm'] }
  const ContainerDefinitions = [Match.objectLike({ Image })]
  template.allResourcesProperties('AWS::ECS::TaskDefinition', { ContainerDefinitions })
  for (const Default of Object.values(template.findParameters('*', { Type: 'String' })).map(one => one.Default)) {
    assert.ok(Default !== undefined, 'an assembly can be installed without a word')
  }
  const [pulling, ...others] = Object.values(template.findResources('AWS::IAM::Policy')).filter(one =>
    JSON.stringify(one).includes('"ecr:'),
  )
  assert.deepEqual(others, [])
  const conditions = template.toJSON().Conditions
  assert.deepEqual(conditions[pulling?.Condition], {
    'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ImageRepository' }, ''] }],
  })
  const [statement] = pulling?.Properties.PolicyDocument.Statement ?? []
  assert.deepEqual(statement.Resource, { Ref: 'ImageRepository' })
  assert.match(JSON.stringify(pulling?.Properties.Roles), /ExecutionRole/)
})

test('what a build machine says is copied to CloudWatch, and CloudWatch never holds it up', () => {
  const Options = Match.objectLike({ mode: 'non-blocking', 'max-buffer-size': '25m' })
  const LogConfiguration = { LogDriver: 'awslogs', Options }
  const ContainerDefinitions = [Match.objectLike({ LogConfiguration })]
  template.allResourcesProperties('AWS::ECS::TaskDefinition', { ContainerDefinitions })
})

test('there are machines of both architectures, and Spot ones where an environment wants them', () => {
  const definitions = of('AWS::ECS::TaskDefinition')
  assert.deepEqual(definitions.map(one => one.RuntimePlatform.CpuArchitecture).sort(), ['ARM64', 'X86_64'])
  const [{ RuntimePlatform: _, Family: __, ...one }, { RuntimePlatform: ___, Family: ____, ...other }] = definitions
  assert.deepEqual(one, other)
  const [cluster] = of('AWS::ECS::Cluster')
  assert.deepEqual(cluster?.CapacityProviders, ['FARGATE', 'FARGATE_SPOT'])
  const starting = statements.find(one => listed(one.Action).includes('ecs:RunTask'))
  assert.equal([starting?.Resource].flat().length, 2)
})

test('the log of calls says who asked for what by names that an HTTP API knows', () => {
  const [{ AccessLogSettings }] = of('AWS::ApiGatewayV2::Stage').filter(one => one.AccessLogSettings)
  for (const name of ['identity.sourceIp', 'httpMethod', 'path', 'status', 'requestId']) {
    assert.ok(AccessLogSettings.Format.includes(`$context.${name}`), name)
  }
  assert.doesNotMatch(AccessLogSettings.Format, /resourcePath/)
})

test('the worker hears of what lies in the outbox, of tasks of this cluster that stopped, and of the time', () => {
  const [mapping] = of('AWS::Lambda::EventSourceMapping')
  const patterns = mapping?.FilterCriteria.Filters.map((one: { Pattern: string }) => JSON.parse(one.Pattern))
  assert.deepEqual(patterns, [{ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: ['outbox'] } } } }])
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: { clusterArn: [Match.anyValue()], lastStatus: ['STOPPED'] },
    },
  })
  for (const [rate, work] of [
    ['rate(1 minute)', 'sweep'],
    ['rate(5 minutes)', 'look'],
  ]) {
    const Targets = [Match.objectLike({ Input: JSON.stringify({ work }) })]
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: rate, Targets })
  }
})

test('somebody hears of it when calls fail or are turned away', () => {
  const watched = of('AWS::CloudWatch::Alarm').map(one => {
    const name = one.Dimensions?.[0]?.Value.Ref ?? 'all'
    return `${one.MetricName} of ${name.replace(/Function.*/, '')}`
  })
  assert.deepEqual(watched.sort(), ['Errors of Http', 'Errors of Live', 'Errors of Worker', 'Throttles of Http'])
  template.allResourcesProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'notBreaching' })
})

test('alarms are told to whoever was named when Trellis was installed, over TLS alone, and else to nobody', () => {
  const { Conditions, Parameters } = template.toJSON()
  assert.equal(Parameters.AlarmEmail.Default, '')
  const isAllowed = (address: string) => new RegExp(`^(?:${Parameters.AlarmEmail.AllowedPattern})$`).test(address)
  assert.deepEqual(['', 'ops@example.org', 'nobody'].map(isAllowed), [true, true, false])
  const made = ['Topic', 'TopicPolicy', 'Subscription'].flatMap(kind =>
    Object.values(template.findResources(`AWS::SNS::${kind}`)),
  )
  assert.equal(made.length, 3)
  const [told] = Object.keys(Conditions).filter(name => name.startsWith('Alarms'))
  assert.deepEqual(Conditions[told ?? ''], { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlarmEmail' }, ''] }] })
  for (const { Condition } of made) assert.equal(Condition, told)
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: { Ref: 'AlarmEmail' } })
  for (const { AlarmActions } of of('AWS::CloudWatch::Alarm')) {
    const [condition, [topic], otherwise] = AlarmActions['Fn::If']
    assert.equal(condition, told)
    assert.match(topic.Ref, /^AlarmsTopic/)
    assert.deepEqual(otherwise, { Ref: 'AWS::NoValue' })
  }
  const [{ PolicyDocument } = assert.fail()] = of('AWS::SNS::TopicPolicy')
  const [writing, plain] = PolicyDocument.Statement
  assert.deepEqual(writing.Principal, { Service: 'cloudwatch.amazonaws.com' })
  assert.deepEqual([plain.Effect, plain.Condition], ['Deny', { Bool: { 'aws:SecureTransport': 'false' } }])
})

test('what is in the network bears the name of its installation', () => {
  for (const kind of ['VPC', 'Subnet', 'InternetGateway', 'RouteTable', 'SecurityGroup']) {
    for (const { Tags } of of(`AWS::EC2::${kind}`)) {
      const name = Tags.find((one: { Key: string }) => one.Key === 'Name')
      assert.match(JSON.stringify(name?.Value), /"AWS::StackName"/, kind)
    }
  }
})

test('what is remembered outlives its stack and a mistake', () => {
  synthesised(stack => assert.equal(stack.terminationProtection, true))
  template.allResources('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
  // An attempt that fails leaves none behind: a secret costs.
  const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }
  template.allResources('AWS::SecretsManager::Secret', kept)
  const buckets = Object.entries(template.findResources('AWS::S3::Bucket'))
  const outlasting = buckets.filter(([, one]) => one.DeletionPolicy === kept.DeletionPolicy)
  assert.deepEqual([buckets.length, outlasting.length], [2, 1], 'the pages come with every package')
  assert.match(outlasting[0]?.[0] ?? '', /^Objects/)
  template.hasResourceProperties('AWS::DynamoDB::Table', {
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  })
})

test('every bucket is private and encrypted and takes TLS alone, every log has an end', () => {
  const all = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }
  template.allResourcesProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: all,
    BucketEncryption: Match.anyValue(),
  })
  assert.equal(of('AWS::S3::BucketPolicy').length, of('AWS::S3::Bucket').length)
  const refused = { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }
  const Statement = Match.arrayWith([Match.objectLike(refused)])
  template.allResourcesProperties('AWS::S3::BucketPolicy', { PolicyDocument: Match.objectLike({ Statement }) })
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: Match.anyValue() })
})

test('old logs can be written, read and removed in their place, and none of them ends by itself', () => {
  for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']) {
    const allowed = statements.filter(one => listed(one.Action).includes(action))
    assert.match(JSON.stringify(allowed.map(one => one.Resource)), /"\/logs\/\*"/, action)
  }
  const listing = statements.find(one => listed(one.Action).includes('s3:ListBucket'))
  assert.match(JSON.stringify(listing?.Condition), /"logs\/\*"/)
  const rules = of('AWS::S3::Bucket').flatMap(one => one.LifecycleConfiguration?.Rules ?? [])
  const ending = rules.filter(one => one.ExpirationInDays).map(one => one.Prefix)
  assert.deepEqual(ending.sort(), ['caches/', 'drafts/', 'orders/', 'raw/', 'templates/'])
})

test('the table is the one that the stores are tested on', () => {
  const { KeySchema, AttributeDefinitions = [], GlobalSecondaryIndexes } = tableDescription('any')
  const [table] = of('AWS::DynamoDB::Table')
  assert.deepEqual(table?.KeySchema, KeySchema)
  assert.deepEqual(table?.GlobalSecondaryIndexes, GlobalSecondaryIndexes)
  const names = (all: { AttributeName?: string | undefined }[]) => all.map(one => one.AttributeName).sort()
  assert.deepEqual(names(table?.AttributeDefinitions), names(AttributeDefinitions))
})
