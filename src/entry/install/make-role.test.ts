import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Answers, fakeCloudFormation } from '../../runner/cdk/testing/fake-cloudformation.ts'
import { makeRoleIn } from './make-role.ts'

const role = {
  ...{ roleName: 'trellis-target-live-1a2b3c', externalId: 'trellis-0123', trusted: 'x', quickCreateUrl: null },
  ...{ parameters: { ExternalId: 'trellis-0123' }, template: '{"Resources":{}}' },
}
const arn = 'arn:aws:iam::111111111111:role/trellis-target-live-1a2b3c'

const stack = (status: string, id = 'trellis-0123') =>
  `<Stacks><member><StackId>id</StackId><StackName>${role.roleName}</StackName><StackStatus>${status}</StackStatus>
  <Parameters><member><ParameterKey>ExternalId</ParameterKey><ParameterValue>${id}</ParameterValue></member></Parameters>
  <Outputs><member><OutputKey>RoleArn</OutputKey><OutputValue>${arn}</OutputValue></member></Outputs></member></Stacks>`

const failedEvent = (reason: string) =>
  `<StackEvents><member><StackId>id</StackId><EventId>1</EventId><StackName>s</StackName><LogicalResourceId>Role</LogicalResourceId>
  <PhysicalResourceId>r</PhysicalResourceId><ResourceType>AWS::IAM::Role</ResourceType><Timestamp>2100-01-01T00:00:00Z</Timestamp>
  <ResourceStatus>CREATE_FAILED</ResourceStatus><ResourceStatusReason>${reason}</ResourceStatusReason></member></StackEvents>`

interface Scene {
  /** Of the stack, before anything is asked for. */
  before?: string | null
  after?: string
  id?: string
  expected?: string | null
  answers?: Answers
}

/** An account whose CloudFormation has a stack in some state, and comes to another when it is asked. */
async function made(t: TestContext, { before = null, after = 'CREATE_COMPLETE', id, expected = null, answers }: Scene) {
  let state = before
  const begin = () => {
    state = after
    return '<StackId>id</StackId>'
  }
  const cloud = await fakeCloudFormation({
    DescribeStacks: () => (state ? stack(state, id) : '<Stacks/>'),
    ListStackResources: () => '<StackResourceSummaries/>',
    DeleteStack: () => {
      state = null
      return ''
    },
    ...{ CreateStack: begin, UpdateStack: begin },
    ...answers,
  })
  t.after(() => cloud.close())
  const { session } = cloud
  const result = await makeRoleIn({ session, access: session.access }, expected, role, () => {}).catch(error => error)
  return { result, changed: cloud.calls.filter(one => !/^(Describe|List|Get)/.test(one)) }
}

test('a role is made, brought up to date, or left as it is', async t => {
  const whole = { roleArn: arn, account: '111111111111' }
  const first = await made(t, { expected: '111111111111' })
  assert.partialDeepStrictEqual(first, { result: whole, changed: ['CreateStack'] })
  const again = await made(t, { before: 'CREATE_COMPLETE', after: 'UPDATE_COMPLETE' })
  assert.partialDeepStrictEqual(again, { result: whole, changed: ['UpdateStack'] })
})

test('a role that is as wanted is taken, though its last update failed', async t => {
  const answers = {
    UpdateStack: () => {
      throw Object.assign(new Error('No updates are to be performed.'), { code: 'ValidationError' })
    },
  }
  const { result } = await made(t, { before: 'UPDATE_ROLLBACK_COMPLETE', answers })
  assert.equal(result.roleArn, arn)
})

test('what is left of an attempt that failed is removed first, and one that still runs is waited for', async t => {
  for (const before of ['ROLLBACK_COMPLETE', 'CREATE_FAILED', 'DELETE_FAILED']) {
    const { result, changed } = await made(t, { before })
    assert.deepEqual([result.roleArn, changed], [arn, ['DeleteStack', 'CreateStack']], before)
  }
})

test('credentials of another AWS account make nothing', async t => {
  const { result, changed } = await made(t, { expected: '222222222222' })
  assert.equal(result.code, 'account_mismatch')
  assert.match(result.message, /222222222222, and the credentials lead to 111111111111/)
  assert.deepEqual(changed, [])
})

test('a stack of another Trellis is left alone, in whatever state it is', async t => {
  for (const before of ['CREATE_COMPLETE', 'ROLLBACK_COMPLETE']) {
    const { result, changed } = await made(t, { before, id: 'trellis-9999' })
    assert.deepEqual([result.code, changed], ['already_exists', []])
  }
})

test('a role of that name that stands already is told of, with what to do', async t => {
  const reason = `${role.roleName} already exists in stack other`
  const answers = { DescribeStackEvents: () => failedEvent(reason) }
  const { result } = await made(t, { after: 'ROLLBACK_COMPLETE', answers })
  assert.equal(result.code, 'already_exists')
  assert.ok(result.message.includes(reason) && /Delete the role trellis-target/.test(result.hint), result.message)
})

test('a permission that is lacking is named, be it of the call or of what CloudFormation does', async t => {
  const denied = (action: string) =>
    `User: arn:aws:iam::1:user/ada is not authorized to perform: ${action} on resource: x`
  const answers = { DescribeStackEvents: () => failedEvent(denied('iam:CreateRole')) }
  const { result } = await made(t, { after: 'ROLLBACK_COMPLETE', answers })
  assert.equal(result.code, 'permissions_missing')
  assert.match(result.hint, /Have iam:CreateRole allowed/)
  const refuse = () => {
    throw Object.assign(new Error(denied('cloudformation:CreateStack')), { code: 'AccessDenied' })
  }
  const call = await made(t, { answers: { CreateStack: refuse } })
  assert.equal(call.result.code, 'permissions_missing')
  assert.match(call.result.message, /111111111111: cloudformation:CreateStack/)
})

test('what CloudFormation does not explain is told by the state of the stack', async t => {
  const { result } = await made(t, { before: 'CREATE_COMPLETE', after: 'UPDATE_ROLLBACK_COMPLETE' })
  assert.equal(result.code, 'installation_failed')
  assert.match(result.message, /UPDATE_ROLLBACK_COMPLETE/)
})
