import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FailedResources } from '../phases/failed-resources.ts'
import { explain } from './explain.ts'
import { fakeCloudFormation } from './testing/fake-cloudformation.ts'

const since = new Date(0)
const stacks = ['Orders', 'OrdersApi'].map(original => ({ original, name: `staging-${original}` }))
const validation = (message: string) =>
  Object.assign(new Error(message), { name: 'ValidationError', $fault: 'client' as const })
const asToolkitSays = (stack: string, cause: Error) =>
  new Error(`❌  ${stack} failed: ${cause.name}: ${cause.message}`, { cause })

test('a template that CloudFormation refuses is told with the stack that it is of, and with a hint', async () => {
  const cloud = await fakeCloudFormation({
    DescribeStackEvents: () => '<StackEvents/>',
    DescribeEvents: () => '<OperationEvents/>',
  })
  const of = async (error: unknown) => (await explain(cloud.session, stacks, since, error)).failure
  const unresolved = 'Template format error: Unresolved resource dependencies [Nope] in the Outputs block'
  const told = await of(asToolkitSays('staging-OrdersApi', validation(unresolved)))
  assert.equal(told.code, 'stack_failed')
  assert.equal(told.message, `CloudFormation refuses the stack staging-OrdersApi: ${unresolved}`)
  assert.match(told.hint, /template itself is wrong, so nothing was changed/)

  const other = await of(asToolkitSays('staging-Orders', validation('Parameter Size must be numeric')))
  assert.equal(other.message, 'CloudFormation refuses the stack staging-Orders: Parameter Size must be numeric')
  assert.match(other.hint, /Orders\.template\.json in cdk\.out/)
  cloud.close()
})

test('the line of the log that tells of a failed resource is found', () => {
  const failed = new FailedResources()
  failed.note({ line: 7, text: 'CREATE_FAILED       AWS::SQS::Queue  Early  Resource creation cancelled' })
  failed.note({ line: 8, text: 'CREATE_FAILED       AWS::SQS::Queue  Cause  it is taken' })
  assert.equal(failed.lineOf('Cause (AWS::SQS::Queue) in Shop: CREATE_FAILED: it is taken'), 8)
  assert.equal(failed.lineOf('CloudFormation refuses the stack Shop'), undefined)
})
