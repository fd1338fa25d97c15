import assert from 'node:assert/strict'
import { test } from 'node:test'
import { estimate } from '../src/entry/install/estimate.ts'
import { ownNames } from '../src/entry/install/own-names.ts'
import { asked } from '../src/entry/install/preview.ts'
import { prices } from '../src/entry/install/prices.ts'
import { kindsOf, type Template } from '../src/entry/install/resources.ts'
import { template } from './testing/template.ts'

const json = template.toJSON() as Template

test('an idle installation costs less than a dollar a month, and every part of the sum is of the template', () => {
  const { idle, monthly, build, basis } = estimate(json)
  assert.ok(
    idle.every(one => one.monthly > 0),
    JSON.stringify(idle),
  )
  assert.ok(monthly > prices.secret && monthly <= 1, String(monthly))
  assert.ok(build > 0.001 && build <= 0.01, String(build))
  assert.ok(basis.includes(prices.writtenDownOn))
  const [id] = Object.entries(json.Resources).find(([, one]) => one.Type === 'AWS::CloudWatch::Alarm') ?? assert.fail()
  const { [id]: _, ...Resources } = json.Resources
  assert.ok(Math.abs(monthly - estimate({ Resources }).monthly - prices.alarm) < 1e-9)
})

test('what only a domain, an image of one’s own or a reader of alarms needs is told where it is asked for', () => {
  const none = { domain: false, inEcr: false, told: false }
  const types = (wish: Partial<typeof none>) => {
    const bare = Object.keys(asked(json, none).Resources)
    return Object.entries(asked(json, { ...none, ...wish }).Resources).flatMap(([id, one]) =>
      bare.includes(id) ? [] : one.Type,
    )
  }
  assert.deepEqual(types({ domain: true }), ['AWS::Route53::RecordSet', 'AWS::Route53::RecordSet'])
  assert.deepEqual(types({ inEcr: true }), ['AWS::IAM::Policy'])
  assert.deepEqual(types({ told: true }), ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SNS::Subscription'])
})

test('all that is made is told by kind and count', () => {
  const kinds = kindsOf(json)
  assert.equal(
    kinds.reduce((sum, one) => sum + one.count, 0),
    Object.keys(json.Resources).length,
  )
  const counts = Object.fromEntries(kinds.map(({ kind, count }) => [kind, count]))
  assert.deepEqual([counts['DynamoDB table'], counts['S3 buckets'], counts['Lambda functions']], [1, 2, 3])
})

test('what its installer touches is known by the names that CloudFormation is going to make', () => {
  const { table, pages, objects, cluster, key } = ownNames(json, 'Two', {})
  for (const [made, begins] of [
    [table, 'Two-RecordsTable'],
    [cluster, 'Two-BuildMachineCluster'],
    [pages, 'two-sitebucket'],
    [objects, 'two-objectsbucket'],
    [key, 'DataKeySecret'],
  ] as const) {
    assert.ok(made.startsWith(begins), made)
  }
  assert.equal(ownNames(json, 'Two', { TableName: 'Two-RecordsTable1-XYZ' }).table, 'Two-RecordsTable1-XYZ')
})
