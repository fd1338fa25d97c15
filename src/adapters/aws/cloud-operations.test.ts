import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, beforeEach, test } from 'node:test'
import { FaultProxy, type Health } from '../../../tests/support/fault-proxy.ts'
import { AwsCloudOperations } from './cloud-operations.ts'

/** What CloudFormation says of the one stack that there is. */
let status = ''
let asked: string[] = []
const cloud = createServer(async (request, answer) => {
  const action = new URLSearchParams(await text(request)).get('Action') ?? ''
  asked.push(action)
  const stack = `<member><StackName>web</StackName><StackStatus>${status}</StackStatus></member>`
  const result = `<${action}Result>${action === 'DescribeStacks' ? `<Stacks>${stack}</Stacks>` : ''}</${action}Result>`
  if (action === 'CancelUpdateStack') status = 'UPDATE_ROLLBACK_COMPLETE'
  answer.writeHead(200, { 'content-type': 'text/xml' }).end(`<${action}Response>${result}</${action}Response>`)
})
let proxy: FaultProxy

before(async () => {
  cloud.listen(0, '127.0.0.1')
  await once(cloud, 'listening')
  proxy = await FaultProxy.before((cloud.address() as AddressInfo).port, 400)
})
after(async () => {
  await proxy.stop()
  cloud.closeAllConnections()
  cloud.close()
})
beforeEach(async () => {
  await proxy.be('well')
  status = 'UPDATE_IN_PROGRESS'
  asked = []
})

const operations = new AwsCloudOperations(() => Promise.reject(new Error('nobody asks')))
const settle = (within: number) =>
  operations.settle(
    {
      ...{ accountId: '000000000000', region: 'us-east-1', endpointUrl: proxy.endpoint },
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    },
    ['web'],
    AbortSignal.timeout(within),
  )

test('an update that runs is cancelled once and waited for', async () => {
  assert.deepEqual(await settle(60_000), { web: 'UPDATE_ROLLBACK_COMPLETE' })
  assert.deepEqual(asked, ['DescribeStacks', 'CancelUpdateStack', 'DescribeStacks'])
})

for (const health of ['stopped', 'failing'] satisfies Health[]) {
  test(`of a cloud that is ${health} nobody says that its stacks are quiet; well again, it is asked`, async () => {
    await proxy.be(health)
    await assert.rejects(settle(250), { code: 'cloud_unreachable' })
    assert.equal(status, 'UPDATE_IN_PROGRESS')
    await proxy.be('well')
    assert.deepEqual(await settle(60_000), { web: 'UPDATE_ROLLBACK_COMPLETE' })
  })
}

test('of a cloud that is slow nobody says anything before it has answered', async () => {
  await proxy.be('slow')
  status = 'UPDATE_COMPLETE'
  await assert.rejects(settle(100), { code: 'cloud_unreachable' })
  assert.deepEqual(await settle(60_000), { web: 'UPDATE_COMPLETE' })
})
