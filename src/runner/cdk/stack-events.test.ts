import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StackEvent } from '@aws-sdk/client-cloudformation'
import { ProgressOfStacks } from './progress.ts'
import { eventLine, firstCause } from './stack-events.ts'

const event = (
  at: number,
  LogicalResourceId: string,
  ResourceStatus: string,
  more: Partial<StackEvent> = {},
): StackEvent => ({
  EventId: String(at),
  StackId: 'stack-id',
  StackName: 'Shop',
  LogicalResourceId,
  PhysicalResourceId: `${LogicalResourceId}-id`,
  ResourceType: 'AWS::SQS::Queue',
  Timestamp: new Date(at),
  ResourceStatus: ResourceStatus as StackEvent['ResourceStatus'],
  ...more,
})

test('a line says status, type and logical id, why when it failed, and what is kept', () => {
  assert.equal(eventLine(event(1, 'Orders', 'CREATE_COMPLETE')), 'CREATE_COMPLETE     AWS::SQS::Queue  Orders')
  const failed = event(1, 'Orders', 'CREATE_FAILED', { ResourceStatusReason: 'it is taken' })
  assert.equal(eventLine(failed), 'CREATE_FAILED       AWS::SQS::Queue  Orders  it is taken')
  const kept = event(1, 'Orders', 'DELETE_SKIPPED')
  assert.equal(eventLine(kept), 'DELETE_SKIPPED      AWS::SQS::Queue  Orders  Orders-id is kept')
})

test('the first cause is the earliest failure that is no consequence of another', () => {
  const cancelled = { ResourceStatusReason: 'Resource creation cancelled' }
  const events = [
    event(5, 'Shop', 'ROLLBACK_IN_PROGRESS', { PhysicalResourceId: 'stack-id' }),
    event(4, 'Shop', 'CREATE_FAILED', { PhysicalResourceId: 'stack-id' }),
    event(2, 'Early', 'CREATE_FAILED', cancelled),
    event(3, 'Cause', 'CREATE_FAILED', { ResourceStatusReason: 'it is taken' }),
    event(1, 'Fine', 'CREATE_COMPLETE'),
  ]
  assert.equal(firstCause(events)?.LogicalResourceId, 'Cause')
  assert.equal(firstCause(events.filter(each => each.LogicalResourceId !== 'Cause')), undefined)
})

test('of two failures of one instant the one that is listed last came first', () => {
  const events = [event(3, 'Later', 'CREATE_FAILED'), event(3, 'Cause', 'CREATE_FAILED')]
  assert.equal(firstCause(events)?.LogicalResourceId, 'Cause')
})

test('inside a nested stack the resource is the cause, not the stack', () => {
  const nested = event(2, 'Nested', 'CREATE_FAILED', { ResourceType: 'AWS::CloudFormation::Stack' })
  const inner = event(3, 'Inner', 'CREATE_FAILED', { StackId: 'nested-id' })
  assert.equal(firstCause([nested, inner])?.LogicalResourceId, 'Inner')
  assert.equal(firstCause([nested])?.LogicalResourceId, 'Nested')
})

test('the progress of stacks that deploy at the same time is one', () => {
  const told: unknown[] = []
  const progress = new ProgressOfStacks(each => told.push(each))
  const add = (deployment: string, completed: number, total?: number) =>
    progress.add({
      deployment,
      progress: { completed, ...(total !== undefined && { total }), formatted: '' },
      event: event(1, 'Orders', 'CREATE_COMPLETE'),
    })
  add('a', 1, 3)
  add('b', 2)
  add('a', 3, 3)
  const current = 'AWS::SQS::Queue Orders'
  assert.deepEqual(told, [
    { completed: 1, total: 3, current },
    { completed: 3, total: 5, current },
    { completed: 5, total: 5, current },
  ])
})
