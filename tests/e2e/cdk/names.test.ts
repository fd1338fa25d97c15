import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Tag } from '@aws-sdk/client-cloudformation'
import { failureOf, Harness } from './harness.ts'

const environments = ['development', 'staging', 'production']
let harness: Harness
let sample: string

before(async () => {
  harness = await Harness.start()
  await harness.worker.bootstrap()
  sample = await harness.synth('sample-app')
})
after(() => harness?.stop())

beforeEach(async () => {
  for (const environment of environments) {
    await harness.remove(environment)
    harness.environments.set(environment, { naming: null, setting: 'auto' })
  }
  assert.deepEqual([...(await harness.stacks()).keys()], [])
  harness.lines.length = 0
})

const tagsOf = (tags: Tag[] | undefined) => Object.fromEntries((tags ?? []).map(tag => [tag.Key, tag.Value]))

test('an unchanged `cdk init sample-app` stands three times side by side, and again from the kept assembly', async () => {
  const kept: string[] = []
  for (const environment of environments) kept.push((await harness.deploy(sample, environment)).kept)
  const stacks = await harness.stacks()
  assert.deepEqual([...stacks.keys()].sort(), [
    'development-SampleAppStack',
    'production-SampleAppStack',
    'staging-SampleAppStack',
  ])
  assert.deepEqual(tagsOf(stacks.get('staging-SampleAppStack')?.Tags), {
    'trellis:app': 'shop',
    'trellis:environment': 'staging',
    'trellis:installation': 'here',
  })
  assert.deepEqual(harness.asked.slice(-2), ['naming', 'cloud-changing'])
  assert.ok(
    harness.lines.some(line => /^CREATE_COMPLETE +AWS::SQS::Queue +SampleAppQueue/.test(line)),
    harness.lines.join('\n'),
  )
  assert.ok(harness.progress.every(({ completed, total }) => completed <= total))
  for (const [index, environment] of environments.entries()) await harness.deploy(kept[index] ?? '', environment)
  assert.equal((await harness.stacks()).size, 3)
})

for (const strength of ['strong', 'weak']) {
  test(`two stacks with a ${strength} reference stand three times side by side`, async () => {
    const two = await harness.synth('shop', 'two', { '@aws-cdk/core:defaultCrossStackReferences': strength })
    for (const environment of environments) {
      const { outputs, naming } = await harness.deploy(two, environment)
      assert.match(outputs[`${environment}-ShopWeb`]?.OrdersUrl ?? '', new RegExp(`${environment}-ShopData`))
      assert.deepEqual(
        naming.stacks.map(stack => stack.name),
        [`${environment}-ShopData`, `${environment}-ShopWeb`],
      )
    }
    assert.equal((await harness.stacks()).size, 6)
  })
}

test('a stack that stood before stops the first deployment; keep adopts it, with its resources', async () => {
  const one = harness.shop('one')
  await harness.deployByHand(one)
  const before = (await harness.stacks()).get('Shop')

  const failure = await failureOf(harness.deploy(one, 'production'))
  assert.equal(failure.code, 'stack_exists')
  assert.match(failure.hint, /keep` adopts Shop.*prefix` builds production-Shop/)
  assert.deepEqual([...(await harness.stacks()).keys()], ['Shop'])

  harness.recorded('production').setting = 'keep'
  await harness.deploy(harness.shop('one-more'), 'production')
  const adopted = (await harness.stacks()).get('Shop')
  assert.equal(adopted?.StackId, before?.StackId)
  assert.equal(adopted?.StackStatus, 'UPDATE_COMPLETE')
  assert.equal(tagsOf(adopted?.Tags)['trellis:environment'], 'production')
})

test('prefix builds beside what stood before, and a teardown leaves that alone', async () => {
  const one = harness.shop('one')
  await harness.deployByHand(one)
  harness.recorded('staging').setting = 'prefix'
  await harness.deploy(one, 'staging')
  assert.deepEqual([...(await harness.stacks()).keys()].sort(), ['Shop', 'staging-Shop'])
  await harness.remove('staging')
  assert.deepEqual([...(await harness.stacks()).keys()], ['Shop'])
  await harness.deleteByHand('Shop')
})

test('another environment’s stack is never touched, even under keep', async () => {
  const one = harness.shop('one')
  harness.recorded('staging').setting = 'keep'
  await harness.deploy(one, 'staging')
  harness.recorded('production').setting = 'keep'
  const failure = await failureOf(harness.deploy(one, 'production'))
  assert.equal(failure.code, 'stack_of_another_environment')
  assert.match(failure.message, /environment staging of the app shop/)
})

test('two Trellis in one account leave each other’s stacks alone; keep adopts', async () => {
  const one = harness.shop('one')
  for (const [environment, name] of [
    ['production', 'Shop'],
    ['staging', 'staging-Shop'],
  ] as const) {
    harness.recorded('production').setting = 'keep'
    await harness.deploy(one, environment)
    const before = (await harness.stacks()).get(name)
    harness.installation = 'elsewhere'
    const naming = harness.recorded(environment).naming
    harness.environments.set(environment, { naming: null, setting: 'auto' })
    assert.deepEqual((await harness.remove(environment)).stacks, [])
    const failure = await failureOf(harness.deploy(one, environment))
    assert.equal(failure.code, 'stack_exists')
    assert.match(failure.message, /belongs to another Trellis/)
    assert.deepEqual((await harness.stacks()).get(name), before)
    harness.installation = 'here'
    harness.environments.set(environment, { naming, setting: 'auto' })
  }
  harness.installation = 'elsewhere'
  harness.environments.set('production', { naming: null, setting: 'keep' })
  await harness.deploy(one, 'production')
  harness.installation = 'here'
  assert.equal(tagsOf((await harness.stacks()).get('Shop')?.Tags)['trellis:installation'], 'elsewhere')
  assert.deepEqual((await harness.remove('production')).stacks, [])
  harness.installation = 'elsewhere'
  assert.deepEqual((await harness.remove('production')).stacks, ['Shop'])
  harness.installation = 'here'
})

test('a fixed physical name that a sibling holds is found before anything changes', async () => {
  const fixed = harness.shop('fixed')
  await harness.deploy(fixed, 'development')
  harness.asked.length = 0
  const failure = await failureOf(harness.deploy(fixed, 'staging'))
  assert.equal(failure.code, 'fixed_name_collision')
  assert.match(failure.message, /TableName of Orders.* in staging-Shop is fixed to "orders".* development/)
  assert.deepEqual(harness.asked, [])
  assert.equal((await harness.stacks()).size, 1)
})

test('an environment that stands in another account or region is neither built again nor taken for removed', async () => {
  const one = harness.shop('one')
  const { naming } = await harness.deploy(one, 'staging')
  const standing = await harness.stacks()
  harness.asked.length = 0
  for (const moved of [{ accountId: '222222222222' }, { region: 'us-west-2' }]) {
    harness.recorded('staging').naming = { ...naming, ...moved }
    for (const operation of [() => harness.deploy(one, 'staging'), () => harness.remove('staging')]) {
      const failure = await failureOf(operation())
      assert.equal(failure.code, 'account_mismatch')
      assert.match(failure.message, new RegExp(Object.values(moved).join('')))
    }
  }
  assert.deepEqual(harness.asked, [])
  assert.deepEqual(await harness.stacks(), standing)
  harness.recorded('staging').naming = naming
})

test('an explicit setting that contradicts what stands builds no twin', async () => {
  const one = harness.shop('one')
  await harness.deploy(one, 'staging')
  harness.recorded('staging').setting = 'keep'
  const failure = await failureOf(harness.deploy(one, 'staging'))
  assert.equal(failure.code, 'stack_exists')
  assert.match(failure.message, /staging stands already, as staging-Shop/)
  assert.deepEqual([...(await harness.stacks()).keys()], ['staging-Shop'])
})

test('names once chosen stay when the siblings change', async () => {
  const one = harness.shop('one')
  const siblings = ['staging', 'production'].map(name => [name, harness.recorded(name)] as const)
  for (const [name] of siblings) harness.environments.delete(name)
  await harness.deploy(one, 'development')
  for (const [name, recorded] of siblings) harness.environments.set(name, recorded)
  await harness.deploy(one, 'development')
  await harness.deploy(one, 'staging')
  assert.deepEqual([...(await harness.stacks()).keys()].sort(), ['Shop', 'staging-Shop'])
})
