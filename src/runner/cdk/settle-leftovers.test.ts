import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CdkFailure } from './events.ts'
import { remove } from './remove.ts'
import { earlierLeftovers } from './settle-leftovers.ts'
import { fakeCloudFormation } from './testing/fake-cloudformation.ts'

const owner = { app: 'shop', environment: 'staging', installation: 'here', stage: 'staging' }
const left = { type: 'AWS::DynamoDB::Table', logicalId: 'Orders', stack: 'Shop', deleted: false }

test('what a stack has taken in since is no leftover any more', async t => {
  const resource = (id: string, status: string) =>
    `<member><StackName>Later</StackName><ResourceType>${left.type}</ResourceType><PhysicalResourceId>${id}</PhysicalResourceId><ResourceStatus>${status}</ResourceStatus></member>`
  const cloud = await fakeCloudFormation({
    DescribeStackResources: input => {
      const id = input.get('PhysicalResourceId') ?? ''
      return `<StackResources>${resource(id, id === 'taken' ? 'IMPORT_COMPLETE' : 'DELETE_SKIPPED')}</StackResources>`
    },
  })
  t.after(() => cloud.close())
  const leftovers = [
    { ...left, id: 'taken' },
    { ...left, id: 'free' },
  ]
  const found = await earlierLeftovers(cloud.session, { ...owner, naming: null, deleteRetained: true, leftovers })
  assert.deepEqual(
    found.map(each => each.id),
    ['free'],
  )
})

test('a teardown that could not delete all that it was asked to fails, and names it', async t => {
  const refuse = () => {
    throw new Error('not now')
  }
  const cloud = await fakeCloudFormation({
    DescribeStacks: () => '<Stacks/>',
    DescribeTable: refuse,
  })
  t.after(() => cloud.close())
  const request = { ...owner, naming: null, leftovers: [{ ...left, id: 'orders' }] }
  const kept = await remove(cloud.session, { ...request, deleteRetained: false })
  assert.deepEqual(kept.retained, request.leftovers)
  const removing = remove(cloud.session, { ...request, deleteRetained: true })
  await assert.rejects(removing, (error: Error) => {
    assert.ok(error instanceof CdkFailure)
    assert.equal(error.failure.code, 'remove_failed')
    assert.match(error.failure.message, /AWS::DynamoDB::Table orders of Shop could not be deleted: \S/)
    return true
  })
})
