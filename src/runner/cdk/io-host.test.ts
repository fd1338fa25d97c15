import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IoMessage } from '@aws-cdk/toolkit-lib'
import { ioHost } from './io-host.ts'
import { Link } from './link.ts'

/** As the toolkit hands them on: sorted by time, and those of one instant newest first. */
const events: [at: number, status: string, id: string][] = [
  [1, 'CREATE_IN_PROGRESS', 'Shop'],
  [2, 'CREATE_COMPLETE', 'Orders'],
  [2, 'CREATE_COMPLETE', 'Mails'],
  [2, 'CREATE_IN_PROGRESS', 'Orders'],
  [2, 'CREATE_IN_PROGRESS', 'Mails'],
  [3, 'CREATE_COMPLETE', 'Shop'],
  [3, 'CREATE_COMPLETE', 'Last'],
]

test('the events of one instant are told in the order in which they came about, and progress never goes back', async () => {
  const told: string[] = []
  const progress: number[] = []
  const link = new Link(message => {
    if (message.type === 'log') told.push(message.text.replaceAll(/ +/g, ' '))
    if (message.type === 'progress') progress.push(message.progress.completed)
  })
  const host = ioHost(link, () => {})
  let completed = 0
  for (const [at, ResourceStatus, LogicalResourceId] of events) {
    if (ResourceStatus.endsWith('_COMPLETE')) completed++
    const event = { Timestamp: new Date(at), ResourceStatus, LogicalResourceId, ResourceType: 'T' }
    const data = { deployment: 'one', event, progress: { completed, total: 4, formatted: '' } }
    await host.notify({ level: 'info', message: '', code: 'CDK_TOOLKIT_I5502', data } as never)
  }
  await host.notify({ level: 'info', message: 'Shop: deployed', code: undefined } as never)
  assert.deepEqual(told, [
    'CREATE_IN_PROGRESS T Shop',
    'CREATE_IN_PROGRESS T Mails',
    'CREATE_IN_PROGRESS T Orders',
    'CREATE_COMPLETE T Mails',
    'CREATE_COMPLETE T Orders',
    'CREATE_COMPLETE T Last',
    'CREATE_COMPLETE T Shop',
    'Shop: deployed',
  ])
  assert.deepEqual(
    progress,
    progress.toSorted((a, b) => a - b),
  )
})

test('what the CDK says for terminals is left out, and a warning is told once', async () => {
  const told: string[] = []
  let reports = 0
  const host = ioHost(
    new Link(message => void (message.type === 'log' && told.push(`${message.stream} ${message.text}`))),
    () => reports++,
  )
  const say = (level: IoMessage<unknown>['level'], message: string, code?: 'CDK_TOOLKIT_E9600') =>
    host.notify({ level, message, code, time: new Date(), action: 'deploy', data: undefined } as never)
  await say('info', 'Supply a stack id (Shop, Other) to display its template.')
  await say(
    'warn',
    "Using default execution policy of 'arn:…'. Pass '--cloudformation-execution-policies' to customize.",
  )
  await say('warn', '[Warning at /Shop] orders are slow')
  await say('warn', '[Warning at /Shop] orders are slow')
  await say('info', 'Shop: deploying …')
  await say('info', 'Shop: deploying …')
  for (const report of ['WARNING no strength\n   Shop', 'WARNING no strength\n   Shop', 'WARNING other']) {
    await say('error', report, 'CDK_TOOLKIT_E9600')
  }
  assert.deepEqual(told, [
    'err [Warning at /Shop] orders are slow',
    'out Shop: deploying …',
    'out Shop: deploying …',
    'err WARNING no strength',
    'err    Shop',
    'err WARNING other',
  ])
  assert.equal(reports, 3)
})
