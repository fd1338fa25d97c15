import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IoMessage } from '@aws-cdk/toolkit-lib'
import { ioHost } from './io-host.ts'
import { Link } from './link.ts'

test('what the CDK says for terminals is left out, and a warning is told once', async () => {
  const told: string[] = []
  const host = ioHost(
    new Link(message => void (message.type === 'log' && told.push(`${message.stream} ${message.text}`))),
    () => {},
  )
  const say = (level: IoMessage<unknown>['level'], message: string) =>
    host.notify({ level, message, code: undefined, time: new Date(), action: 'deploy', data: undefined } as never)
  await say('info', 'Supply a stack id (Shop, Other) to display its template.')
  await say('warn', '[Warning at /Shop] orders are slow')
  await say('warn', '[Warning at /Shop] orders are slow')
  await say('info', 'Shop: deploying …')
  await say('info', 'Shop: deploying …')
  assert.deepEqual(told, ['err [Warning at /Shop] orders are slow', 'out Shop: deploying …', 'out Shop: deploying …'])
})
