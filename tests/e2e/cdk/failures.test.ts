import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { AwsCloudOperations } from '../../../src/adapters/aws/cloud-operations.ts'
import { clientConfig } from '../../support/emulator.ts'
import { failureOf, Harness } from './harness.ts'

let harness: Harness
const cloud = new AwsCloudOperations(async () => 'ready')

before(async () => {
  harness = await Harness.start()
  // Somebody else's stack, which holds the names that the app wants.
  const Resources = {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'taken' } },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'taken-by-others' } },
  }
  const foreign = new CreateStackCommand({ StackName: 'Foreign', TemplateBody: JSON.stringify({ Resources }) })
  await new CloudFormationClient(clientConfig(harness.emulator)).send(foreign)
})
after(() => harness?.stop())

const statusOf = async (name: string) => (await harness.stacks()).get(name)?.StackStatus

test('an account without the CDK bootstrap is said, and how to prepare it', async () => {
  const failure = await failureOf(harness.deploy(harness.shop('one'), 'development'))
  assert.equal(failure.code, 'account_not_bootstrapped')
  assert.match(failure.hint, /trellis account bootstrap/)
  await harness.worker.bootstrap()
})

test('a failed first deployment is told by its cause, and cleaned up by the next one', async () => {
  const failure = await failureOf(harness.deploy(harness.shop('taken-bus'), 'development'))
  assert.equal(failure.code, 'stack_failed')
  assert.match(
    failure.message,
    /^Taken\w* \(AWS::Events::EventBus\) in development-Shop: CREATE_FAILED: .*already exists/,
  )
  assert.match(failure.hint, /fixed name/)
  assert.equal(await statusOf('development-Shop'), 'ROLLBACK_COMPLETE')
  await harness.deploy(harness.shop('one'), 'development')
  assert.equal(await statusOf('development-Shop'), 'CREATE_COMPLETE')
})

test('what somebody else’s failed deployment left is not deleted, not even to adopt its name', async () => {
  const TemplateBody = JSON.stringify({
    Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'taken' } } },
  })
  const client = new CloudFormationClient(clientConfig(harness.emulator))
  await client.send(new CreateStackCommand({ StackName: 'Shop', TemplateBody }))
  while ((await statusOf('Shop')) !== 'ROLLBACK_COMPLETE') await sleep(50)
  harness.environments.set('production', { naming: null, setting: 'keep' })
  const failure = await failureOf(harness.deploy(harness.shop('one'), 'production'))
  assert.equal(failure.code, 'stack_failed')
  assert.match(failure.message, /Shop cannot be deployed: it is in ROLLBACK_COMPLETE/)
  assert.equal(await statusOf('Shop'), 'ROLLBACK_COMPLETE')
  await harness.deleteByHand('Shop')
  harness.environments.set('production', { naming: null, setting: 'auto' })
})

test('a name that is taken is told by its resource although CloudFormation refuses the whole change', async () => {
  const failure = await failureOf(harness.deploy(harness.shop('taken-bucket'), 'staging'))
  assert.equal(failure.code, 'stack_failed')
  assert.match(failure.message, /Taken.*taken-by-others/s)
  await harness.deploy(harness.shop('one'), 'staging')
  await harness.remove('staging')
})

test('a failing update is told by its cause and rolled back', async () => {
  const failure = await failureOf(harness.deploy(harness.shop('taken-bus'), 'development'))
  assert.equal(failure.code, 'stack_failed')
  assert.match(failure.message, /^Taken/)
  assert.equal(await statusOf('development-Shop'), 'UPDATE_ROLLBACK_COMPLETE')
  await harness.deploy(harness.shop('one-more'), 'development')
  assert.equal(await statusOf('development-Shop'), 'UPDATE_COMPLETE')
})

test('a killed worker’s update is cancelled, and the stack is stable when that is said', async () => {
  const slow = harness.shop('slow')
  const worker = await harness.newWorker()
  const deploying = harness.deploy(slow, 'development', { worker }).catch((error: Error) => error)
  while ((await statusOf('development-Shop')) !== 'UPDATE_IN_PROGRESS') await sleep(50)
  await worker.kill()
  const hurried = cloud.settle(harness.access, ['development-Shop'], AbortSignal.timeout(50))
  await assert.rejects(hurried, { code: 'cloud_unreachable', message: /did not become stable/ })
  assert.match(String(await deploying), /ended early/)
  const settled = await cloud.settle(harness.access, ['development-Shop', 'no-such-stack'], AbortSignal.timeout(20_000))
  assert.deepEqual(settled, { 'development-Shop': 'UPDATE_ROLLBACK_COMPLETE' })
  await harness.deploy(harness.shop('one'), 'development')
})

test('settling ends when it is told to, and knows an unreachable cloud', async () => {
  const gone = { ...harness.access, endpointUrl: 'http://127.0.0.1:1' }
  await assert.rejects(cloud.settle(gone, ['x'], AbortSignal.timeout(30_000)), { code: 'cloud_unreachable' })
})

test('a broken app is told by its first error', async () => {
  const failure = await failureOf(harness.synth('shop', 'broken'))
  assert.equal(failure.code, 'synth_failed')
  assert.match(failure.message, /exit code 1: Error: the price list is missing/)
})

test('an app that synthesises with errors, or does not hold what it must, is told by the first of them', async () => {
  const complaining = await failureOf(harness.synth('shop', 'complaining'))
  assert.equal(complaining.code, 'synth_failed')
  assert.equal(complaining.message, 'The app synthesises with errors: Shop/Orders: orders must be encrypted; 1 more')
  const invalid = await failureOf(harness.synth('shop', 'invalid'))
  assert.equal(invalid.code, 'synth_failed')
  assert.match(
    invalid.message,
    /exit code 1: .*Validation failed.*:\n *\[Shop\/Orders\] orders need a dead letter queue$/,
  )
})

test('an app that names another account is refused', async () => {
  const failure = await failureOf(harness.deploy(harness.shop('elsewhere'), 'staging'))
  assert.equal(failure.code, 'account_mismatch')
  assert.match(failure.message, /123456789012/)
})

test('an assembly newer than the library reads needs the repository’s own CDK, which a rollback has not', async () => {
  const newer = await harness.copy(harness.shop('one'))
  await edit(join(newer, 'manifest.json'), manifest => ({ ...manifest, version: '999.0.0' }))
  const failure = await failureOf(harness.deploy(newer, 'staging'))
  assert.equal(failure.code, 'deploy_failed')
  assert.match(failure.message, /only be deployed by the CDK of its repository/)
})

test('where the library may not deploy, the repository’s own CDK does it under the same names and tags', async () => {
  const built = await harness.copy(harness.shop('one'))
  const zip = join(built, 'Shop.template.json')
  await edit(join(built, 'Shop.assets.json'), manifest => {
    const [template] = Object.values(manifest.files as Record<string, { destinations: object }>)
    const made = { source: { executable: ['echo', zip], packaging: 'zip' }, destinations: template?.destinations }
    return { ...manifest, files: { ...(manifest.files as object), made } }
  })
  harness.recorded('staging').naming = null
  await harness.deploy(built, 'staging', { appDir: join(harness.apps, 'shop') })
  const stack = (await harness.stacks()).get('staging-Shop')
  assert.equal(stack?.StackStatus, 'CREATE_COMPLETE')
  assert.ok(stack?.Tags?.some(tag => tag.Key === 'trellis:environment' && tag.Value === 'staging'))
})

async function edit(path: string, change: (content: Record<string, unknown>) => object): Promise<void> {
  await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>)))
}
