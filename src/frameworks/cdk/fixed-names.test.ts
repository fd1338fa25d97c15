import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findCollision, findFixedNames } from './fixed-names.ts'
import { checkPlacement } from './placement.ts'
import { accountId, assemblyOf, namingOf, ownStackName, region, sibling } from './testing/assembly.ts'

const resources = (all: Record<string, [type: string, properties: Record<string, unknown>]>) => ({
  Resources: Object.fromEntries(Object.entries(all).map(([id, [Type, Properties]]) => [id, { Type, Properties }])),
})
const fixedIn = async (template: object) => {
  const files = await assemblyOf([{ name: 'Shop', template: template as never }])
  return findFixedNames(files, stack => `staging-${stack.name}`)
}

test('fixed physical names are found; inline policies, references and made-up names are none', async () => {
  const found = await fixedIn(
    resources({
      Table: ['AWS::DynamoDB::Table', { TableName: 'orders' }],
      Queue: ['AWS::SQS::Queue', { QueueName: { 'Fn::Sub': `${ownStackName}-q` } }],
      Policy: ['AWS::IAM::Policy', { PolicyName: 'ServiceRoleDefaultPolicy1' }],
      Permission: ['AWS::Lambda::Permission', { FunctionName: 'other' }],
      Topic: ['AWS::SNS::Topic', {}],
    }),
  )
  assert.deepEqual(found, [
    { stack: 'staging-Shop', logicalId: 'Table', type: 'AWS::DynamoDB::Table', property: 'TableName', name: 'orders' },
  ])
})

test('a fixed name collides in the same account and region, that of a role or bucket in the whole account', async () => {
  const fixedNames = await fixedIn(
    resources({
      Table: ['AWS::DynamoDB::Table', { TableName: 'orders' }],
      Role: ['AWS::IAM::Role', { RoleName: 'runner' }],
    }),
  )
  const mine = { accountId, region, fixedNames }
  const naming = { ...namingOf('prefix', []), fixedNames }
  const failed = findCollision(mine, [sibling('production', { naming })])
  assert.equal(failed?.code, 'fixed_name_collision')
  assert.match(failed?.message ?? '', /TableName of Table .*"orders".*production/)
  assert.match(
    findCollision(mine, [sibling('production', { naming: { ...naming, region: 'us-east-1' } })])?.message ?? '',
    /"runner"/,
  )
  assert.equal(
    findCollision(mine, [sibling('production', { naming: { ...naming, accountId: '222222222222' } })]),
    undefined,
  )
  assert.equal(findCollision(mine, [sibling('production')]), undefined)
})

test('another account is refused, one stack in another region is not', () => {
  const here = { accountId, region }
  const stack = (account: string | null, own: string | null) => ({ name: 'S', account, region: own })
  assert.equal(checkPlacement([stack('222222222222', region)], here)?.code, 'account_mismatch')
  assert.equal(checkPlacement([stack(accountId, 'us-east-1')], here)?.code, 'account_mismatch')
  assert.equal(checkPlacement([stack(accountId, 'us-east-1'), stack(null, null)], here), undefined)
})
