import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation'
import type { Naming } from '../../../src/contract/job.ts'
import { type RunningMinistack, startMinistack } from '../../../src/emulator/ministack.ts'
import { clientConfig, emulatorAccount, emulatorRegion } from '../../support/emulator.ts'
import { Scene } from '../runner-scene.ts'

const scene = new Scene()
let emulator: RunningMinistack
before(async () => {
  emulator = await startMinistack()
})
after(async () => {
  await scene.close()
  await emulator?.stop()
})

const place = { accountId: emulatorAccount, region: emulatorRegion }
const naming: Naming = { mode: 'keep', ...place, stacks: [{ original: 'Shop', name: 'Shop' }], fixedNames: [] }

/** A stack as an earlier deployment by the CDK left it. */
async function stackOfBefore(): Promise<void> {
  const client = new CloudFormationClient(clientConfig(emulator))
  const tags = { 'trellis:app': 'shop', 'trellis:environment': 'development', 'trellis:installation': 'scene' }
  await client.send(
    new CreateStackCommand({
      StackName: 'Shop',
      TemplateBody: JSON.stringify({ Resources: { Orders: { Type: 'AWS::SQS::Queue' } } }),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  )
  await waitUntilStackCreateComplete({ client, maxWaitTime: 20, minDelay: 1 }, { StackName: 'Shop' })
}

async function standing(): Promise<string[]> {
  const { Stacks } = await new CloudFormationClient(clientConfig(emulator)).send(new DescribeStacksCommand())
  return (Stacks ?? []).filter(each => each.StackStatus !== 'DELETE_COMPLETE').map(each => each.StackName ?? '')
}

async function tearDown(commit: string) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const job = scene.job(commit, { naming, account: { ...place, endpointUrl: emulator.endpoint, credentials } })
  const api = await scene.start({ ...job, deployment: { ...job.deployment, kind: 'teardown' } }, 'process')
  return { api, outcome: await api.finished() }
}

test('an app that changed from the CDK to its own commands is removed by both', async () => {
  await stackOfBefore()
  const { api, outcome } = await tearDown(
    scene.commit({ 'trellis.yml': 'deploy: ./deploy.sh\nremove: echo "removed by hand"\n' }),
  )
  assert.deepEqual(outcome, { state: 'succeeded' }, api.lines.join('\n'))
  assert.ok(api.lines.includes('removed by hand'), api.lines.join('\n'))
  assert.deepEqual(await standing(), [])
})

test('commands that cannot remove what they made are said, once the stacks are gone', async () => {
  await stackOfBefore()
  const { outcome } = await tearDown(scene.commit({ 'trellis.yml': 'deploy: ./deploy.sh\n' }))
  assert.equal(outcome.state === 'failed' && outcome.failure.code, 'remove_failed')
  assert.deepEqual(await standing(), [])
})

test('stacks are removed although the code cannot be read any more', async () => {
  await stackOfBefore()
  const { api, outcome } = await tearDown('0'.repeat(40))
  assert.deepEqual(outcome, { state: 'succeeded' }, api.lines.join('\n'))
  assert.match(
    api.lines.join('\n'),
    /^The code could not be read: .*\n(.*\n)*Only the CDK's stacks were removed.*not run/m,
  )
  assert.deepEqual(await standing(), [])
})
