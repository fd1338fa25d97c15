import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideNaming, type NamingQuestion } from './naming.ts'
import { checkRecordedPlace } from './placement.ts'
import { carriesStage, longestStackName, prefixedName } from './stack-names.ts'
import { accountId, namingOf, region, sibling } from './testing/assembly.ts'

const decide = (names: string[], more: Partial<NamingQuestion> = {}) =>
  decideNaming({
    stacks: names.map(name => ({ name, region: null })),
    setting: 'auto',
    stage: 'staging',
    accountId,
    region,
    recorded: null,
    siblings: [],
    ...more,
  })

const namesOf = (decision: ReturnType<typeof decide>) => decision.stacks.map(stack => stack.name)

test('auto keeps the names where nobody shares the account and region', () => {
  assert.equal(decide(['Shop']).mode, 'keep')
  const elsewhere = [sibling('production', { accountId: '222222222222' }), sibling('test', { region: 'us-east-1' })]
  assert.deepEqual(namesOf(decide(['Shop'], { siblings: elsewhere })), ['Shop'])
})

test('auto prefixes where a sibling shares the place, or may share it', () => {
  assert.deepEqual(namesOf(decide(['Shop'], { siblings: [sibling('production')] })), ['staging-Shop'])
  assert.equal(decide(['Shop'], { siblings: [sibling('production', { accountId: null })] }).mode, 'prefix')
})

test('auto keeps names that carry the stage already, all of them', () => {
  const siblings = [sibling('production')]
  assert.equal(decide(['Shop-staging', 'StagingData'], { siblings }).mode, 'keep')
  assert.equal(decide(['Shop-staging', 'Data'], { siblings }).mode, 'prefix')
})

test('auto keeps names that differ from those of every deployed sibling', () => {
  const production = sibling('production', { naming: namingOf('keep', [['Shop-live', 'Shop-live']]) })
  assert.equal(decide(['Shop-next'], { siblings: [production] }).mode, 'keep')
  assert.equal(decide(['Shop-live'], { siblings: [production] }).mode, 'prefix')
  assert.equal(decide(['Shop-next'], { siblings: [production, sibling('test')] }).mode, 'prefix')
})

test('what is recorded wins over changed siblings, new stacks follow it', () => {
  const recorded = namingOf('keep', [['Shop', 'Shop']])
  assert.deepEqual(namesOf(decide(['Shop', 'Data'], { recorded, siblings: [sibling('test')] })), ['Shop', 'Data'])
  const prefixed = namingOf('prefix', [['Shop', 'old-Shop']])
  assert.deepEqual(namesOf(decide(['Shop', 'Data'], { recorded: prefixed })), ['old-Shop', 'staging-Data'])
})

test('an environment that stands elsewhere is not built again where the credentials lead now', () => {
  const recorded = namingOf('prefix', [['Shop', 'staging-Shop']])
  assert.equal(checkRecordedPlace(recorded, { accountId, region }, 'staging'), undefined)
  assert.equal(checkRecordedPlace(null, { accountId, region }, 'staging'), undefined)
  const other = checkRecordedPlace(recorded, { accountId: '222222222222', region }, 'staging')
  assert.equal(other?.code, 'account_mismatch')
  assert.match(other?.message ?? '', /staging stands in the account 111111111111, eu-central-1, .* 222222222222,/)
  assert.equal(checkRecordedPlace(recorded, { accountId, region: 'us-east-1' }, 'staging')?.code, 'account_mismatch')
})

test('an explicit setting wins over the record; what stood under the other names is left over', () => {
  const recorded = namingOf('prefix', [['Shop', 'staging-Shop']])
  const kept = decide(['Shop'], { recorded, setting: 'keep' })
  assert.deepEqual(namesOf(kept), ['Shop'])
  assert.deepEqual(kept.leftover, [{ original: 'Shop', name: 'staging-Shop' }])
  // And back again, with the leftover in the record behind the stack that took over.
  const both = namingOf('keep', [
    ['Shop', 'Shop'],
    ['Shop', 'staging-Shop'],
  ])
  assert.deepEqual(namesOf(decide(['Shop'], { recorded: both })), ['Shop'])
})

test('a stack that the app no longer has is left over', () => {
  const recorded = namingOf('prefix', [
    ['Shop', 'staging-Shop'],
    ['Old', 'staging-Old'],
  ])
  assert.deepEqual(decide(['Shop'], { recorded }).leftover, [{ original: 'Old', name: 'staging-Old' }])
})

test('stacks in another region say so', () => {
  const stacks = [
    { name: 'Cert', region: 'us-east-1' },
    { name: 'Shop', region },
  ]
  const decision = decide([], { stacks, setting: 'prefix' })
  assert.deepEqual(decision.stacks, [
    { original: 'Cert', name: 'staging-Cert', region: 'us-east-1' },
    { original: 'Shop', name: 'staging-Shop' },
  ])
})

test('names stay within the limit and stay different', () => {
  const [a, b] = ['A', 'B'].map(end => prefixedName('production', 'x'.repeat(125) + end))
  assert.equal(a?.length, longestStackName)
  assert.notEqual(a, b)
  assert.match(a ?? '', /^[a-zA-Z][-a-zA-Z0-9]*$/)
})

test('a stage is a word of its own', () => {
  for (const name of ['shop-dev', 'dev-shop', 'ShopDev', 'DevShop', 'shop-dev-data', 'dev'])
    assert.ok(carriesStage(name, 'dev'), name)
  for (const name of ['developer-shop', 'Devices', 'shop']) assert.ok(!carriesStage(name, 'dev'), name)
})
