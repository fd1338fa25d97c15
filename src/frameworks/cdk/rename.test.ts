import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stacksOf } from './assembly.ts'
import { assemblyOf, ownStackName, region, templateDigest } from './testing/assembly.ts'
import { at, data, renamed, web } from './testing/rename.ts'

test('stack names and tags stand in the manifest', async () => {
  const { all } = renamed(await assemblyOf([{ ...data, tags: { team: 'a' } }, web]))
  const properties = at(all.get('manifest.json'), 'artifacts', 'Data', 'properties')
  assert.equal(at(properties, 'stackName'), 'staging-Data')
  assert.deepEqual(at(properties, 'tags'), { team: 'a', 'trellis:app': 'shop' })
  assert.deepEqual(
    stacksOf(all).map(stack => stack.name),
    ['staging-Data', 'staging-Web'],
  )
})

test('exports carry the new name, imports follow, whatever way they are written', async () => {
  const { all } = renamed(await assemblyOf([data, web]))
  const name = (key: string) => at(all.get('Data.template.json'), 'Outputs', key, 'Export', 'Name')
  assert.equal(name('A'), 'staging-Data:ExportsOutputRefOrders1')
  assert.equal(name('B'), 'staging-shared-table')
  assert.deepEqual(name('C'), { 'Fn::Sub': `${ownStackName}-arn` })
  assert.equal(name('D'), `staging-Data-${region}`)
  const uses = at(all.get('Web.template.json'), 'Resources', 'R', 'Properties')
  assert.deepEqual(uses, {
    A: { 'Fn::ImportValue': 'staging-Data:ExportsOutputRefOrders1' },
    B: { 'Fn::ImportValue': 'staging-shared-table' },
    C: { 'Fn::ImportValue': 'staging-Data-arn' },
    D: { 'Fn::ImportValue': `staging-Data-${region}` },
    Foreign: { 'Fn::ImportValue': 'other-team:vpc' },
    Weak: { 'Fn::GetStackOutput': { StackName: 'staging-Data', Region: { Ref: 'AWS::Region' }, OutputName: 'X' } },
    Words: 'Data is not renamed in texts',
  })
})

test('a changed template is shipped under a new digest, so that environments do not share the first one’s', async () => {
  const files = await assemblyOf([data, web])
  const { all } = renamed(files)
  const url = at(all.get('manifest.json'), 'artifacts', 'Web', 'properties', 'stackTemplateAssetObjectUrl')
  const [digest] = Object.keys(at(all.get('Web.assets.json'), 'files') as object)
  assert.notEqual(digest, templateDigest('Web'))
  assert.equal(url, `s3://assets/${digest}.json`)
  assert.equal(
    at(all.get('Web.assets.json'), 'files', digest ?? '', 'destinations', 'here', 'objectKey'),
    `${digest}.json`,
  )
})

test('kept names change nothing but the tags; so does naming a kept artifact again', async () => {
  const files = await assemblyOf([data, web])
  const keep = stacksOf(files).map(({ name }) => ({ from: name, to: name }))
  assert.deepEqual([...renamed(files, { stacks: keep, mode: 'keep' }).changed.keys()], ['manifest.json'])
  const { all } = renamed(files)
  const again = stacksOf(all).map(({ name }) => ({ from: name, to: name }))
  const { changed } = renamed(all, { stacks: again })
  assert.deepEqual(changed.get('manifest.json'), all.get('manifest.json'))
  assert.deepEqual([...changed.keys()], ['manifest.json'])
})

test('a kept artifact can return to the names of the code', async () => {
  const { all } = renamed(await assemblyOf([data, web]))
  const back = stacksOf(all).map(({ name }) => ({ from: name, to: name.replace('staging-', '') }))
  const { all: returned } = renamed(all, { stacks: back, mode: 'keep' })
  const uses = at(returned.get('Web.template.json'), 'Resources', 'R', 'Properties')
  assert.deepEqual(at(uses, 'A'), { 'Fn::ImportValue': 'Data:ExportsOutputRefOrders1' })
  assert.deepEqual(at(uses, 'B'), { 'Fn::ImportValue': 'shared-table' })
  assert.equal(at(uses, 'Weak', 'Fn::GetStackOutput', 'StackName'), 'Data')
  assert.equal(at(returned.get('Data.template.json'), 'Outputs', 'B', 'Export', 'Name'), 'shared-table')
})
