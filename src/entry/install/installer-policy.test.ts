import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Need, needsOf } from './needs.ts'
import { ownNames } from './own-names.ts'

interface Statement {
  Sid: string
  Effect: string
  Action: string | string[]
  Resource: string | string[]
}

const place = { partition: 'aws', account: '123456789012', region: 'eu-central-1' }
const name = 'Trellis-Two'
const logical = { TableName: 'RecordsTable1A2B', SiteBucket: 'SiteBucket3C4D', BucketName: 'ObjectsBucket5E6F' }
const template = {
  Resources: {},
  Outputs: Object.fromEntries(
    Object.entries({ ...logical, Cluster: 'BuildMachineCluster7A8B', DataKeyId: 'DataKeySecret9C0D' }).map(
      ([key, Ref]) => [key, { Value: { Ref } }],
    ),
  ),
}
const standing = {
  TableName: 'Trellis-Two-RecordsTable1A2B-XYZ',
  SiteBucket: 'trellis-two-sitebucket3c4d-xyz',
  BucketName: 'trellis-two-objectsbucket5e6f-xyz',
  Cluster: 'Trellis-Two-BuildMachineCluster7A8B-XYZ',
  DataKeyId: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:DataKeySecret9C0D-xyz-Abc123',
}

const document = readFileSync(join(import.meta.dirname, '../../../docs/aws.md'), 'utf8')
const [, text = ''] = /```json\n(\{\n {2}"Version": "2012-10-17"[\s\S]*?)```/.exec(document) ?? []
const written = text
  .replaceAll('ACCOUNT', place.account)
  .replaceAll('REGION', place.region)
  .replaceAll('NAME', name)
  .replaceAll('name', name.toLowerCase())
const { Statement: statements } = JSON.parse(written) as { Statement: Statement[] }

const all = (value: string | string[]) => [value].flat()
/** As IAM compares: `*` is anything, slashes too. */
const covers = (pattern: string, value: string) =>
  new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`, 's').test(value)
const allows = (action: string, resource: string) => (one: Statement) =>
  all(one.Action).includes(action) && all(one.Resource).some(pattern => covers(pattern, resource))

function needs(outputs: Record<string, string>, prepared = false): Need[] {
  const { install, remove } = needsOf(place, name, ownNames(template, name, outputs), { prepared, domain: true })
  return [...install, ...remove]
}
const pairs = (wanted: Need[]) =>
  wanted.flatMap(({ actions, resource }) => actions.map(one => [one, resource] as const))

test('the policy that the documents give an installer allows all that is asked for, of what is to be made and of what stands', () => {
  for (const wanted of [needs({}), needs(standing), needs(standing, true)]) {
    const refused = pairs(wanted).filter(([action, resource]) => !statements.some(allows(action, resource)))
    assert.deepEqual(refused, [])
  }
})

test('and nothing besides, but to ask IAM itself', () => {
  const wanted = pairs([...needs({}), ...needs(standing, true)])
  const rest = statements.filter(one => one.Sid !== 'MayWhat')
  const unasked = rest.flatMap(one =>
    all(one.Action).filter(action => !wanted.some(([need, on]) => need === action && allows(need, on)(one))),
  )
  assert.deepEqual(unasked, [])
  // What can be named is named.
  const anywhere = rest.filter(one => all(one.Resource).includes('*')).flatMap(one => all(one.Action))
  assert.deepEqual(
    anywhere.filter(action => !wanted.some(([need, on]) => need === action && on === '*')),
    [],
  )
})

test('what prepares the account can be left out where somebody else has done it', () => {
  const rest = statements.filter(one => !one.Sid.startsWith('Prepare'))
  const refused = pairs(needs(standing, true)).filter(([action, resource]) => !rest.some(allows(action, resource)))
  assert.deepEqual(refused, [])
  assert.ok(pairs(needs({})).some(([action, resource]) => !rest.some(allows(action, resource))))
})
