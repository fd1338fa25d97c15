import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { fakeCloudFormation, stackXml } from '../../runner/cdk/testing/fake-cloudformation.ts'
import { makeReady } from './make-ready.ts'
import { uninstallFrom } from './uninstall.ts'

const place = { name: 'trellis', region: 'eu-central-1', profile: undefined }
const tags = { trellis: 'installation' }

const skippedEvents = (...resources: [type: string, id: string][]) =>
  `<StackEvents>${resources
    .map(
      ([type, id]) =>
        `<member><EventId>${id}</EventId><LogicalResourceId>Of${id}</LogicalResourceId><PhysicalResourceId>${id}</PhysicalResourceId><ResourceType>${type}</ResourceType><ResourceStatus>DELETE_SKIPPED</ResourceStatus></member>`,
    )
    .join('')}</StackEvents>`

/** An account in which the stack is in these states, one a look (null: gone), and this data lies about. */
async function account(
  t: TestContext,
  states: (string | null)[],
  data: { held?: boolean; deleted?: string; isProtected?: boolean } = {},
) {
  const left = [...states]
  let { isProtected = false } = data
  const gone = new Set<string>()
  const cloud = await fakeCloudFormation({
    DescribeStacks: input => {
      if (input.get('StackName') === 'removed-id') return stackXml('removed', 'DELETE_COMPLETE', tags)
      if (!input.get('StackName')) return '<Stacks/>'
      const state = left.length > 1 ? left.shift() : left[0]
      return state ? stackXml('trellis', state, tags, isProtected) : '<Stacks/>'
    },
    ListStacks: () => {
      const told = data.deleted
        ? [
            ['trellis', 'removed-id'],
            ['other', 'other-id'],
          ]
        : []
      const members = told.map(
        ([name, id]) => `<member><StackName>${name}</StackName><StackId>${id}</StackId></member>`,
      )
      return `<StackSummaries>${members.join('')}</StackSummaries>`
    },
    DescribeStackEvents: input => {
      if (input.get('StackName') === 'removed-id') {
        return skippedEvents(['AWS::DynamoDB::Table', data.deleted ?? ''], ['AWS::S3::Bucket', 'gone-since'])
      }
      return skippedEvents(['AWS::DynamoDB::Table', 'left-table'])
    },
    DescribeStackResources: input => {
      const id = input.get('PhysicalResourceId')
      const found = `<member><PhysicalResourceId>${id}</PhysicalResourceId><ResourceType>AWS::DynamoDB::Table</ResourceType><StackName>theirs</StackName><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>`
      return `<StackResources>${data.held ? found : ''}</StackResources>`
    },
    ListStackResources: () => '<StackResourceSummaries/>',
    GetTemplate: () => '<TemplateBody>{}</TemplateBody>',
    DeleteStack: () => {
      assert.ok(!isProtected, 'CloudFormation refuses that')
      return ''
    },
    UpdateTerminationProtection: input => {
      isProtected = input.get('EnableTerminationProtection') !== 'false'
      return ''
    },
    DescribeTable: () => {
      if (gone.has('table')) throw Object.assign(new Error('gone'), { code: 'ResourceNotFoundException' })
      return JSON.stringify({ Table: { TableStatus: 'ACTIVE', DeletionProtectionEnabled: true } })
    },
    UpdateTable: () => '{}',
    DeleteTable: () => {
      gone.add('table')
      return '{}'
    },
  })
  t.after(() => cloud.close())
  const { session } = cloud
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const changed = () => cloud.calls.filter(one => /^(Delete|Update)/.test(one))
  const cloudOf = { identity: 'arn:aws:iam::111111111111:user/ada', session, access: session.access }
  const remove = (withData: boolean) => uninstallFrom(cloudOf, place, withData, say)
  return { remove, session, say, said, changed }
}

test('what a removal kept is named by a later one, and deleted when that is meant', async t => {
  const first = await account(t, [null], { deleted: 'kept-table' })
  await assert.rejects(first.remove(false), {
    code: 'installation_not_found',
    message: /left kept-table\./,
    hint: /`trellis uninstall --delete-data --region eu-central-1`/,
  })
  assert.deepEqual(first.changed(), [])
  const done = await first.remove(true)
  assert.deepEqual([done.url, done.data], [null, []])
  assert.deepEqual(first.changed(), ['UpdateTable', 'DeleteTable'])
  assert.deepEqual(first.said, ['Deleting kept-table.'])
})

test('what somebody has taken into a stack of theirs is left alone', async t => {
  const { remove, changed } = await account(t, [null], { deleted: 'kept-table', held: true })
  await assert.rejects(remove(true), {
    code: 'installation_not_found',
    message: /not installed as trellis in eu-central-1/,
  })
  assert.deepEqual(changed(), [])
})

test('while an installation stands, what one before it left is named and stays', async t => {
  const { remove, said } = await account(t, ['CREATE_COMPLETE', 'DELETE_COMPLETE'], { deleted: 'kept-table' })
  const { data, earlier } = await remove(true)
  assert.deepEqual([data, earlier], [[], [{ type: 'AWS::DynamoDB::Table', id: 'kept-table' }]])
  assert.ok(said.includes('Deleting left-table.') && !said.includes('Deleting kept-table.'), said.join())
})

test('the protection from termination is taken away first, and by a removal that is begun again only where it still is there', async t => {
  const first = await account(t, ['UPDATE_COMPLETE', 'DELETE_COMPLETE'], { isProtected: true })
  await first.remove(false)
  assert.deepEqual(first.changed(), ['UpdateTerminationProtection', 'DeleteStack'])
  const again = await account(t, ['UPDATE_COMPLETE', 'DELETE_COMPLETE'])
  await again.remove(false)
  assert.deepEqual(again.changed(), ['DeleteStack'])
})

test('a removal that was interrupted, or got stuck half-way, is gone on with', async t => {
  for (const state of ['DELETE_FAILED', 'DELETE_IN_PROGRESS']) {
    const { remove, changed } = await account(t, [state, 'DELETE_COMPLETE'])
    assert.equal((await remove(false)).data[0]?.id, 'left-table', 'what it kept before is named')
    assert.deepEqual(changed(), ['DeleteStack'], state)
  }
})

test('the table that a failed attempt left is named, and goes when that is removed with its data', async t => {
  const kept = await account(t, ['ROLLBACK_COMPLETE', 'DELETE_COMPLETE'])
  assert.deepEqual((await kept.remove(false)).data, [{ type: 'AWS::DynamoDB::Table', id: 'left-table' }])
  const whole = await account(t, ['ROLLBACK_COMPLETE', 'DELETE_COMPLETE'])
  assert.deepEqual((await whole.remove(true)).data, [])
  assert.deepEqual(whole.changed(), ['DeleteStack', 'UpdateTable', 'DeleteTable'])
})

test('the next attempt deletes what one left that never stood, and nothing of one that did', async t => {
  const failed = await account(t, ['ROLLBACK_COMPLETE', 'DELETE_COMPLETE'])
  await makeReady(failed.session, 'trellis', failed.say)
  assert.deepEqual(failed.changed(), ['DeleteStack', 'UpdateTable', 'DeleteTable'])
  const stood = await account(t, ['DELETE_FAILED', 'DELETE_COMPLETE'])
  await makeReady(stood.session, 'trellis', stood.say)
  assert.deepEqual(stood.changed(), ['DeleteStack'])
})
