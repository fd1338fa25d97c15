import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Match } from 'aws-cdk-lib/assertions'
import { listed, propertiesOf as of, type Statement, statements, template } from './testing/template.ts'

test('a build machine has no role of its own', () => {
  template.hasResourceProperties('AWS::ECS::TaskDefinition', { TaskRoleArn: Match.absent() })
})

test('no permission is for every action; for every resource only the listing of tasks, tied to the cluster, and the token that an image is pulled by', () => {
  for (const { Action, Effect } of statements) {
    assert.equal(Effect, 'Allow')
    for (const action of listed(Action)) assert.ok(!action.includes('*'), action)
  }
  const everywhere = statements.filter(({ Resource }) => [Resource].flat().includes('*'))
  assert.deepEqual(
    everywhere.map(one => one.Action),
    ['ecr:GetAuthorizationToken', 'ecs:ListTasks'],
  )
  assert.ok(everywhere[1]?.Condition?.ArnEquals?.['ecs:cluster'])
})

test('one role can be passed, to ECS alone, and only roles of targets can be assumed', () => {
  const passing = statements.filter(one => listed(one.Action).includes('iam:PassRole'))
  assert.deepEqual(
    passing.map(one => [one.Resource].flat().length),
    [1],
  )
  assert.deepEqual(passing[0]?.Condition, { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } })
  const [door = ''] = Object.keys(template.findResources('AWS::IAM::Role')).filter(id => id.startsWith('ControlRole'))
  const assuming = statements.filter(one => listed(one.Action).includes('sts:AssumeRole'))
  assert.deepEqual(
    assuming.map(one => one.Resource).sort((one, other) => JSON.stringify(other).localeCompare(JSON.stringify(one))),
    [
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::*:role/trellis-target-*']] },
      ...[door, door].map(role => ({ 'Fn::GetAtt': [role, 'Arn'] })),
    ],
  )
})

/** What the role of a function may do. */
function allowedTo(name: string): string[] {
  const [lambda] = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) => id.startsWith(name))
  const [role] = lambda?.[1].Properties.Role['Fn::GetAtt'] ?? []
  return of('AWS::IAM::Policy')
    .filter(policy => policy.Roles.some((one: { Ref: string }) => one.Ref === role))
    .flatMap(policy => policy.PolicyDocument.Statement as Statement[])
    .flatMap(one => listed(one.Action))
}

test('the function that watchers talk to reads and writes records, and starts, assumes, opens and removes nothing', () => {
  const services = new Set(allowedTo('Live').map(action => action.split(':')[0]))
  assert.deepEqual([...services].sort(), ['dynamodb', 'execute-api', 'logs', 's3'])
  assert.deepEqual(
    allowedTo('Live').filter(action => action.startsWith('s3:')),
    ['s3:GetObject'],
  )
})

test('the function that answers people starts, passes and stops nothing, and reads no stream: the worker alone does', () => {
  const [http, worker] = [allowedTo('Http'), allowedTo('Worker')]
  const services = new Set(http.map(action => action.split(':')[0]))
  assert.deepEqual([...services].sort(), ['dynamodb', 'execute-api', 'logs', 's3', 'secretsmanager', 'sts'])
  const more = [
    ...['ecs:DescribeTasks', 'ecs:ListTasks', 'ecs:RunTask', 'ecs:StopTask', 'ecs:TagResource', 'iam:PassRole'],
    'kms:Decrypt',
    ...['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
  ]
  assert.deepEqual([...new Set(worker.filter(action => !http.includes(action)))].sort(), more.sort())
  assert.deepEqual(
    http.filter(action => !worker.includes(action)),
    [],
  )
})

test('what Trellis is to other accounts is a role of its own, which its two functions that go there may take', () => {
  const [role] = Object.entries(template.findResources('AWS::IAM::Role')).flatMap(([id, one]) =>
    id.startsWith('ControlRole') ? [one.Properties] : [],
  )
  const [{ Principal, Condition }] = role.AssumeRolePolicyDocument.Statement
  assert.match(JSON.stringify(Principal), /:root/)
  const takers = Condition.ArnEquals['aws:PrincipalArn'].map((one: { 'Fn::GetAtt': string[] }) => one['Fn::GetAtt'][0])
  assert.deepEqual(
    takers.map((one: string) => /^Control[A-Z][a-z]+?(?=[0-9A-F]{8}$)/.exec(one)?.[0]),
    ['ControlAnswering', 'ControlWorking'],
  )
})

test('the key can be read, and nothing else be done with it', () => {
  const onSecret = statements.filter(one => JSON.stringify(one.Resource).includes('DataKey'))
  assert.deepEqual(
    onSecret.map(one => one.Action),
    Array(2).fill('secretsmanager:GetSecretValue'),
  )
})

test('a key of the account opens the packed runner where the CDK keeps it, by way of S3, and nothing else', () => {
  const [one, ...others] = statements.filter(({ Action }) => listed(Action).some(action => action.startsWith('kms:')))
  assert.deepEqual([one?.Action, others], ['kms:Decrypt', []])
  const { 'kms:ViaService': by, 'kms:EncryptionContext:aws:s3:arn': what } = one?.Condition?.StringEquals ?? {}
  assert.match(JSON.stringify(by), /"s3\./)
  const places = what as unknown[]
  assert.equal(places.length, 2)
  for (const place of places) assert.match(JSON.stringify(place), /:s3:::.*"cdk-hnb659fds-assets-/)
})

test('nothing may look through the whole table', () => {
  assert.ok(!statements.some(one => listed(one.Action).includes('dynamodb:Scan')))
})

test('ECS takes its role for tasks of this account alone, and names a machine only when it starts it', () => {
  const trusting = of('AWS::IAM::Role').filter(one =>
    JSON.stringify(one.AssumeRolePolicyDocument).includes('ecs-tasks'),
  )
  const conditions = trusting.flatMap(one => one.AssumeRolePolicyDocument.Statement).map(one => one.Condition)
  assert.deepEqual(conditions, [{ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }])
  const naming = statements.filter(one => listed(one.Action).includes('ecs:TagResource'))
  assert.deepEqual(
    naming.map(one => one.Condition),
    [{ StringEquals: { 'ecs:CreateAction': 'RunTask' } }],
  )
})
